-- Patterns choose tables; what is excluded stays out.
CREATE TABLE items (
  id INT NOT NULL PRIMARY KEY,
  name VARCHAR(40) NOT NULL,
  price DECIMAL(10,2) NULL,
  updated_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  KEY updated (updated_at)
);
SET time_zone = '+00:00';
INSERT INTO items VALUES
  (1, 'anvil', 12.50, '2024-01-01 10:00:00'),
  (2, 'bell', NULL, '2024-01-02 10:00:00'),
  (3, 'clock', 0.05, '2024-01-03 10:00:00');
CREATE TABLE shop_a (id INT NOT NULL PRIMARY KEY);
INSERT INTO shop_a VALUES (1);
CREATE TABLE shop_b (id INT NOT NULL PRIMARY KEY);
INSERT INTO shop_b VALUES (1);
CREATE TABLE shop_c_tmp (id INT NOT NULL PRIMARY KEY);
INSERT INTO shop_c_tmp VALUES (1);
CREATE TABLE other (id INT NOT NULL PRIMARY KEY);
INSERT INTO other VALUES (1);
