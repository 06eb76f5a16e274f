UPDATE order_lines SET qty = qty + 1 WHERE line <= 2;
INSERT INTO order_lines (order_id, line, qty) VALUES (2, 3, 80);
