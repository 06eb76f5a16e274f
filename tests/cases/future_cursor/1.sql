-- A cursor in the future arrives, and does not carry the watermark with it: what changes later arrives too.
SET time_zone = '+00:00';
CREATE TABLE plans (id INT NOT NULL PRIMARY KEY, what VARCHAR(10) NOT NULL, updated_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, KEY updated (updated_at));
INSERT INTO plans VALUES (1, 'someday', '2037-01-01'), (2, 'done', '2024-01-01');
