-- A collection that somebody emptied is loaded again; one whose rows are all gone is not.
CREATE TABLE notes (id INT NOT NULL PRIMARY KEY, body VARCHAR(20) NOT NULL,
  updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), KEY updated (updated_at));
CREATE TABLE words (id INT NOT NULL PRIMARY KEY, word VARCHAR(20) NOT NULL);
INSERT INTO notes VALUES (1, 'one', '2024-01-01 00:00:00'), (2, 'two', '2024-01-02 00:00:00');
INSERT INTO words VALUES (1, 'one');
