-- The configuration may name another key; ids follow its order.
CREATE TABLE pairs (id INT NOT NULL PRIMARY KEY, a INT NOT NULL, b INT NOT NULL, UNIQUE KEY ba (b, a));
INSERT INTO pairs VALUES (1, 10, 20), (2, 11, 20), (3, 10, 21);
