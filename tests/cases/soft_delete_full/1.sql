-- Without a cursor: rows that are marked lose their documents, however many, since somebody marked each of them.
CREATE TABLE squares (id INT NOT NULL PRIMARY KEY, square INT NOT NULL, gone INT NOT NULL DEFAULT 0);
INSERT INTO squares (id, square) SELECT n, n * n FROM (SELECT a.n + 10 * b.n AS n FROM (SELECT 1 n UNION SELECT 2 UNION SELECT 3 UNION SELECT 4) a, (SELECT 0 n UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6 UNION SELECT 7) b) numbers;
