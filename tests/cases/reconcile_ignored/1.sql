-- A table without a cursor whose documents outlive their rows, because somebody wrote so.
CREATE TABLE words (id INT NOT NULL PRIMARY KEY, word VARCHAR(10) NOT NULL);
INSERT INTO words VALUES (1, 'one'), (2, 'two');
