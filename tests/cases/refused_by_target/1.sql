-- A row that the target refuses is set aside, the rest of its batch stands, and it is tried again.
CREATE TABLE people (id INT NOT NULL PRIMARY KEY, name VARCHAR(10) NOT NULL, updated_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, KEY updated (updated_at));
SET time_zone = '+00:00';
INSERT INTO people VALUES (1, 'Ada', '2024-01-01'), (2, 'Bob', '2024-01-01'), (3, 'Ada', '2024-01-01'), (4, 'Eve', '2024-01-01');
