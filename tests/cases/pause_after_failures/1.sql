-- A table that failed twice in a row pauses itself; status --check says so until it is resumed, and its failures begin anew.
CREATE TABLE squares (id INT NOT NULL PRIMARY KEY, square INT NOT NULL);
INSERT INTO squares SELECT n, n * n FROM (SELECT a.n + 10 * b.n AS n FROM (SELECT 1 n UNION SELECT 2 UNION SELECT 3 UNION SELECT 4) a, (SELECT 0 n UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6 UNION SELECT 7) b) numbers;
