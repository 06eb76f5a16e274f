-- Rows whose cursor is NULL are found by an extra pass of each run.
CREATE TABLE visits (id INT NOT NULL PRIMARY KEY, page VARCHAR(10) NOT NULL, updated_at DATETIME(6) NULL, KEY updated (updated_at));
INSERT INTO visits VALUES (1, 'a', NULL), (2, 'b', UTC_TIMESTAMP(6)), (3, 'c', NULL);
