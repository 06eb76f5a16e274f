-- A row whose column is set has no document: not in the first load, not after it was set, and again one when it is unset.
SET sql_mode = '';
CREATE TABLE customers (id INT NOT NULL PRIMARY KEY, name VARCHAR(10), deleted_at DATETIME NULL,
  updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), KEY updated (updated_at));
INSERT INTO customers (id, name, deleted_at) VALUES (1, 'Ada', NULL), (2, 'Bob', '2024-01-01'), (3, 'Cy', NULL),
  (4, 'Di', '0000-00-00'), (5, 'Eve', '2024-01-01');
CREATE TABLE flags (id INT NOT NULL PRIMARY KEY, gone TINYINT(1) NULL,
  updated_at TIMESTAMP(6) NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), KEY updated (updated_at));
INSERT INTO flags (id, gone) VALUES (1, 0), (2, 1), (3, NULL), (4, 0), (5, -1), (101, 0);
INSERT INTO flags (id, gone, updated_at) VALUES (6, 0, NULL), (7, 1, NULL);
CREATE TABLE states (id INT NOT NULL PRIMARY KEY, state ENUM('', 'deleted', '0') NULL,
  updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), KEY updated (updated_at));
INSERT INTO states (id, state) VALUES (1, ''), (2, 'deleted'), (3, '0'), (4, NULL);
