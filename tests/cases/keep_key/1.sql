-- keep_key repeats the key's columns as fields.
CREATE TABLE pairs (a INT NOT NULL, b INT NOT NULL, n INT, PRIMARY KEY (a, b));
INSERT INTO pairs VALUES (1, 2, 3);
