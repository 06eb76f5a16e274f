-- --strict makes a quarantined row a failure of the run, but not of its other rows.
CREATE TABLE counters (id INT NOT NULL PRIMARY KEY, n BIGINT UNSIGNED NOT NULL, updated_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, KEY updated (updated_at));
SET time_zone = '+00:00';
INSERT INTO counters VALUES (1, 1, '2024-01-01'), (2, 9223372036854775807, '2024-01-01'), (3, 9223372036854775808, '2024-01-01'), (4, 4, '2024-01-01');
