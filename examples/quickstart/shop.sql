-- A shop of some 100,000 rows, the same on every machine, with the values that a careless copy bends:
-- keys and numbers just below 2^63, decimals with trailing zeros, microseconds, zero dates, emoji, rows
-- whose cursor is NULL, thousands of equal timestamps, composite keys. For MariaDB and MySQL.
SET NAMES utf8mb4;
SET SESSION sql_mode = 'STRICT_ALL_TABLES';  -- zero dates are let in, as old databases have them
SET SESSION time_zone = '+00:00';
SET @seed = 'shop-2024-';

CREATE TABLE categories (  -- no cursor: every run reads it whole
  id SMALLINT UNSIGNED NOT NULL PRIMARY KEY,
  name VARCHAR(60) NOT NULL,
  parent_id SMALLINT UNSIGNED NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE products (
  id INT UNSIGNED NOT NULL PRIMARY KEY,
  category_id SMALLINT UNSIGNED NOT NULL,
  sku CHAR(10) NOT NULL,
  name VARCHAR(80) NOT NULL,
  price DECIMAL(10,2) NOT NULL,
  weight_kg DECIMAL(12,4) NULL,
  barcode BIGINT UNSIGNED NULL,
  rating DOUBLE NULL,
  first_sold YEAR NULL,
  discontinued TINYINT(1) NOT NULL DEFAULT 0,
  updated_at DATETIME(3) NULL DEFAULT NULL ON UPDATE CURRENT_TIMESTAMP(3),
  KEY updated (updated_at, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE customers (
  id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  name VARCHAR(80) NOT NULL,
  mail VARCHAR(120) NULL,
  password_hash BINARY(20) NOT NULL,
  born DATE NULL,
  registered_at DATETIME NOT NULL,
  points BIGINT UNSIGNED NOT NULL DEFAULT 0,
  language ENUM('de', 'en', 'fr', 'ja') NOT NULL DEFAULT 'en',
  interests SET('art', 'books', 'garden', 'music') NOT NULL DEFAULT '',
  updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
  KEY updated (updated_at, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE orders (
  id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  customer_id BIGINT UNSIGNED NOT NULL,
  status ENUM('new', 'paid', 'sent', 'returned') NOT NULL,
  total DECIMAL(12,2) NOT NULL,
  discount DECIMAL(5,4) NOT NULL,
  placed_at DATETIME(6) NOT NULL,
  time_to_pay TIME(3) NULL,
  gift TINYINT(1) NOT NULL,
  note VARCHAR(120) NULL,
  updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
  KEY updated (updated_at, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE order_items (
  order_id BIGINT UNSIGNED NOT NULL,
  line TINYINT UNSIGNED NOT NULL,
  product_id INT UNSIGNED NOT NULL,
  quantity INT NOT NULL,
  price DECIMAL(10,2) NOT NULL,
  updated_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  PRIMARY KEY (order_id, line),
  KEY updated (updated_at, order_id, line)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE inventory (
  product_id INT UNSIGNED NOT NULL,
  warehouse CHAR(3) NOT NULL,
  quantity INT NOT NULL,
  counted_on DATE NOT NULL,
  updated_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  PRIMARY KEY (product_id, warehouse),
  KEY updated (updated_at, product_id, warehouse)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- The numbers 1 to 100,000, each with a random number `r` that is the same every time.
CREATE TEMPORARY TABLE numbers (n INT NOT NULL PRIMARY KEY, r INT UNSIGNED NOT NULL);
INSERT INTO numbers
  WITH digits AS (
    SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4
    UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9),
  counted AS (
    SELECT 1 + a.d + 10 * b.d + 100 * c.d + 1000 * d.d + 10000 * e.d AS n
    FROM digits a, digits b, digits c, digits d, digits e)
  SELECT n, CRC32(CONCAT(@seed, n)) FROM counted;

INSERT INTO categories
  SELECT n, CONCAT(ELT(1 + n % 5, 'Books', 'Garden', 'Café & kitchen', 'Toys 🧸', 'Instruments'), ' ', n),
         IF(n <= 5, NULL, 1 + r % 5)
  FROM numbers WHERE n <= 40;

INSERT INTO products
  SELECT n, 1 + r % 39, CONCAT('SKU', LPAD(n, 7, '0')),
         CONCAT(ELT(1 + r % 6, 'Teapot 🫖', 'Novel', 'Spade', 'Gîte guide', '日本語の本', 'Puzzle 👩‍👩‍👧‍👦'), ' no. ', n),
         (100 + r % 20000) / 100, IF(n % 11 = 0, NULL, (r % 100) / 4),
         CASE WHEN n % 500 = 0 THEN 9223372036854775807 - n WHEN n % 3 = 0 THEN NULL ELSE 4000000000000 + r END,
         IF(n % 4 = 0, NULL, (r % 50) / 7e0), IF(n % 9 = 0, NULL, 1990 + r % 35), r % 31 = 0,
         IF(n % 100 = 0, NULL, TIMESTAMPADD(MICROSECOND, (r % 900) * 1000, TIMESTAMPADD(MINUTE, n, '2024-02-01')))
  FROM numbers WHERE n <= 8000;

INSERT INTO customers
  SELECT IF(n > 27980, 9223372036854775807 - (28000 - n), n),
         CONCAT(ELT(1 + r % 6, 'Ada', 'Zoë', 'Łukasz', '花子', 'O''Brien', 'Nuñez 🎻'), ' ', n),
         IF(n % 10 = 0, NULL, CONCAT('customer', n, '@example.com')), UNHEX(LEFT(SHA2(CONCAT(@seed, n), 256), 40)),
         CASE WHEN n % 500 = 0 THEN '0000-00-00' WHEN n % 7 = 0 THEN NULL
              ELSE TIMESTAMPADD(DAY, r % 25000, '1935-01-01') END,
         IF(n % 2000 = 0, '0000-00-00 00:00:00', TIMESTAMPADD(SECOND, r % 90000000, '2020-01-01')),
         IF(n % 4000 = 0, 9223372036854775807, r % 5000), 1 + r % 4, r % 16,
         TIMESTAMPADD(MICROSECOND, r % 1000000, TIMESTAMPADD(MINUTE, n, '2024-03-01'))
  FROM numbers WHERE n <= 28000;

INSERT INTO orders
  SELECT n, 1 + r % 27980, 1 + r % 4, (500 + r % 500000) / 100, (r % 20) / 100,
         TIMESTAMPADD(MICROSECOND, r % 1000000, TIMESTAMPADD(MINUTE, n * 5, '2024-01-01')),
         CASE WHEN n % 20 = 0 THEN NULL WHEN n % 333 = 0 THEN '-00:01:30.250'
              ELSE SEC_TO_TIME(r % 180000) END,
         r % 9 = 0, IF(n % 5 = 0, CONCAT(ELT(1 + r % 3, 'leave at the door', 'für Großmutter 🎁', ''), ''), NULL),
         -- a bulk update long ago gave every sixth order the same time
         IF(n % 6 = 0, '2024-09-01 12:00:00.000000',
            TIMESTAMPADD(MICROSECOND, r % 1000000, TIMESTAMPADD(MINUTE, n * 5, '2024-01-01')))
  FROM numbers WHERE n <= 62000;

INSERT INTO order_items  -- of the newest orders
  SELECT 61350 + CEIL(n / 3), 1 + (n - 1) % 3, 1 + r % 8000, 1 + r % 4, (100 + r % 20000) / 100,
         '2024-10-01 08:30:00'
  FROM numbers WHERE n <= 1950;

INSERT INTO inventory
  SELECT 20 * CEIL(n / 4), ELT(1 + (n - 1) % 4, 'BER', 'LYS', 'NRT', 'YUL'), r % 200,
         TIMESTAMPADD(DAY, r % 60, '2024-08-01'), '2024-10-01 06:00:00'
  FROM numbers WHERE n <= 1600;

DROP TEMPORARY TABLE numbers;
ANALYZE TABLE categories, products, customers, orders, order_items, inventory;
