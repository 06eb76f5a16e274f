-- A day in the shop, after the first run.
SET NAMES utf8mb4;
SET SESSION sql_mode = 'STRICT_ALL_TABLES';

UPDATE orders SET status = 'sent', note = 'sent today 🚚' WHERE id BETWEEN 61976 AND 62000;
INSERT INTO customers (id, name, mail, password_hash, born, registered_at, language, interests)
  VALUES (28001, 'Grace 🚀', 'grace@example.com', UNHEX(LEFT(SHA2('grace', 256), 40)), '1906-12-09',
          UTC_TIMESTAMP(), 'en', 'art,music');
INSERT INTO orders (id, customer_id, status, total, discount, placed_at, gift)
  VALUES (62001, 28001, 'new', 19.90, 0.1000, UTC_TIMESTAMP(6), 1);
INSERT INTO order_items (order_id, line, product_id, quantity, price)
  VALUES (62001, 1, 100, 1, 15.40), (62001, 2, 200, 3, 1.50);
UPDATE customers SET points = points + 100 WHERE id IN (27, 2700);
UPDATE products SET price = price + 1.10 WHERE id BETWEEN 90 AND 110;  -- 100 had no time of change until now
UPDATE inventory SET quantity = quantity - 3 WHERE product_id IN (100, 200);
UPDATE categories SET name = 'Second hand ♻️' WHERE id = 7;
DELETE FROM categories WHERE id = 40;

-- 2^63 points are one more than a BSON long holds: this row is set aside with its reason, the others go on.
UPDATE customers SET points = 9223372036854775808 WHERE id = 4000;
