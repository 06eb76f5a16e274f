-- append: rows whose number is not given yet arrive as well, and again when they get it.
CREATE TABLE log (id INT NOT NULL PRIMARY KEY, seq BIGINT, KEY by_seq (seq));
INSERT INTO log VALUES (1, 10), (2, NULL);
