-- More documents than max_delete_percent are not removed unless somebody says so; what was read is kept all the same.
CREATE TABLE squares (id INT NOT NULL PRIMARY KEY, square INT NOT NULL,
  updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), KEY updated (updated_at));
INSERT INTO squares (id, square) SELECT n, n * n FROM (SELECT a.n + 10 * b.n AS n FROM (SELECT 1 n UNION SELECT 2 UNION SELECT 3 UNION SELECT 4) a, (SELECT 0 n UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6 UNION SELECT 7 UNION SELECT 8 UNION SELECT 9) b) numbers;
