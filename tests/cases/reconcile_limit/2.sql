DELETE FROM squares WHERE id > 40; INSERT INTO squares (id, square) VALUES (5, 25);
