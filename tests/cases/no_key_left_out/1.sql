-- A table with no key and a view are left out, by name; the others go on.
CREATE TABLE audit (line VARCHAR(20), number INT NULL UNIQUE);
INSERT INTO audit VALUES ('x', 1);
CREATE TABLE good (id INT NOT NULL PRIMARY KEY);
INSERT INTO good VALUES (1);
CREATE VIEW good_view AS SELECT * FROM good;
