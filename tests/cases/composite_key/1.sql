-- A key of several columns becomes a subdocument in the key's order, which is not the table's.
CREATE TABLE order_lines (line SMALLINT UNSIGNED NOT NULL, order_id BIGINT NOT NULL, qty INT NOT NULL,
  updated_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, PRIMARY KEY (order_id, line), KEY updated (updated_at, order_id, line));
SET time_zone = '+00:00';
INSERT INTO order_lines (order_id, line, qty, updated_at) VALUES
  (1, 1, 10, '2024-05-01'), (1, 2, 20, '2024-05-01'), (1, 3, 30, '2024-05-01'),
  (2, 1, 40, '2024-05-01'), (2, 2, 50, '2024-05-01'), (-3, 65535, 60, '2024-05-01'), (3, 0, 70, '2024-05-01');
