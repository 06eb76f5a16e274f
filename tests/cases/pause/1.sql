-- A paused table, and a paused pipeline, are left alone and said; resumed, they catch up.
CREATE TABLE notes (id INT NOT NULL PRIMARY KEY, body VARCHAR(20) NOT NULL);
CREATE TABLE words (id INT NOT NULL PRIMARY KEY, word VARCHAR(20) NOT NULL);
INSERT INTO notes VALUES (1, 'one');
INSERT INTO words VALUES (1, 'one');
