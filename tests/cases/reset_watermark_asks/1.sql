-- Without --yes and without anybody to ask, nothing is reset.
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
CREATE TABLE log (id BIGINT UNSIGNED NOT NULL PRIMARY KEY);
