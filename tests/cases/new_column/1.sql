-- A column that is added is synced from now on; a dropped one leaves documents as they are rewritten.
CREATE TABLE things (id INT NOT NULL PRIMARY KEY, a INT, b INT, updated_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, KEY updated (updated_at));
SET time_zone = '+00:00';
INSERT INTO things VALUES (1, 10, 20, '2024-01-01'), (2, 11, 21, '2024-01-01');
