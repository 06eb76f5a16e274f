-- Rows whose cursor is 0000-00-00 are below every watermark: each run looks at them, as at those without one.
SET sql_mode = '';
CREATE TABLE visits (id INT NOT NULL PRIMARY KEY, page VARCHAR(10) NOT NULL, updated_at TIMESTAMP(3) NOT NULL DEFAULT 0, KEY updated (updated_at));
CREATE TABLE days (id INT NOT NULL PRIMARY KEY, v INT NOT NULL, day DATE NOT NULL);
INSERT INTO visits VALUES (1, 'a', NOW(3)), (2, 'b', 0);
INSERT INTO days VALUES (1, 1, UTC_DATE()), (2, 2, 0);
