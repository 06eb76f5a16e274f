-- The column that marks deleted rows is configured later, then another, then none: every row is read again each time.
CREATE TABLE notes (id INT NOT NULL PRIMARY KEY, a INT NOT NULL, b INT NOT NULL,
  updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), KEY updated (updated_at));
INSERT INTO notes VALUES (1, 0, 0, '2024-01-01 00:00:00'), (2, 1, 0, '2024-01-01 00:00:00'), (3, 0, 1, '2024-01-01 00:00:00'), (4, 1, 1, '2024-01-01 00:00:00');
