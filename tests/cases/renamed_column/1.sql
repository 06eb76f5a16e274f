-- Columns and the collection take other names; a renamed cursor is still the cursor.
CREATE TABLE orders (id INT NOT NULL PRIMARY KEY, cust_id INT NOT NULL, qty INT NOT NULL,
  changed TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, KEY changed (changed));
SET time_zone = '+00:00';
INSERT INTO orders VALUES (1, 77, 3, '2024-01-01'), (2, 78, 4, '2024-01-01');
