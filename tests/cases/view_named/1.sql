-- A view that is named fails by itself, with the reason.
CREATE TABLE good (id INT NOT NULL PRIMARY KEY);
INSERT INTO good VALUES (1);
CREATE VIEW good_view AS SELECT * FROM good;
