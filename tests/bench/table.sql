-- The table of the figures: twelve columns, about 170 bytes a row in InnoDB and 265 a document, ROWS rows
-- of values that repeat at different periods so that none compresses or caches by luck.
CREATE TABLE t (
  id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  customer_id INT NOT NULL,
  status TINYINT NOT NULL,
  qty INT NOT NULL,
  price DECIMAL(12,2) NOT NULL,
  weight DOUBLE NOT NULL,
  name VARCHAR(64) NOT NULL,
  email VARCHAR(96) NULL,
  note VARCHAR(255) NULL,
  created_at DATETIME NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  active TINYINT(1) NOT NULL,
  KEY by_update (updated_at, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TEMPORARY TABLE k (n INT NOT NULL PRIMARY KEY);
INSERT INTO k WITH RECURSIVE digit AS (SELECT 0 AS n UNION ALL SELECT n + 1 FROM digit WHERE n < 9)
  SELECT a.n * 100 + b.n * 10 + c.n FROM digit a, digit b, digit c;
CREATE TEMPORARY TABLE thousands (n INT NOT NULL PRIMARY KEY);
INSERT INTO thousands SELECT n FROM k;
CREATE TEMPORARY TABLE millions (n INT NOT NULL PRIMARY KEY);
INSERT INTO millions SELECT n FROM k WHERE n < CEILING(${ROWS} / 1000000);
INSERT INTO t
  SELECT i, i * 104729 % 999983, i % 6, i % 89, (i % 200000) / 8, i * 0.41, CONCAT('Customer number ', i),
    IF(i % 10 = 0, NULL, CONCAT('customer', i, '@example.org')),
    IF(i % 3 = 0, NULL, CONCAT(LEFT(SHA2(i, 256), 32), ' ', LEFT(SHA2(-i, 256), 32), ' ')),
    '2024-01-01 00:00:00' + INTERVAL i SECOND, '2024-01-01 00:00:00' + INTERVAL i * 1000 MICROSECOND, i % 2
  FROM (SELECT 1 + millions.n * 1000000 + thousands.n * 1000 + k.n AS i FROM millions, thousands, k) numbers
  WHERE i <= ${ROWS}
  ORDER BY i;
ANALYZE TABLE t;
