UPDATE orders SET qty = 5 WHERE id = 2;
