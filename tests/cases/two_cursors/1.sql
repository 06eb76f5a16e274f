-- The second cursor serves the rows whose first is NULL: inserted rows have no update yet.
CREATE TABLE visits (id INT NOT NULL PRIMARY KEY, page VARCHAR(10) NOT NULL,
  created_at DATETIME(6) NOT NULL, updated_at DATETIME(6) NULL, KEY updated (updated_at), KEY created (created_at));
INSERT INTO visits VALUES (1, 'a', '2024-01-01', NULL), (2, 'b', '2024-01-01', '2024-02-01'), (3, 'c', UTC_TIMESTAMP(6), NULL);
