INSERT INTO items (id, name, price) VALUES (4, 'drum', 99.00), (-1, 'ant', -1.00);
