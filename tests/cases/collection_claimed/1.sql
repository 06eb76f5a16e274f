-- A collection belongs to one table of one pipeline: another pipeline and another table are refused, and change nothing.
CREATE TABLE notes (id INT NOT NULL PRIMARY KEY, body VARCHAR(20) NOT NULL);
CREATE TABLE words (id INT NOT NULL PRIMARY KEY, word VARCHAR(20) NOT NULL);
INSERT INTO notes VALUES (1, 'one');
INSERT INTO words VALUES (1, 'a word');
