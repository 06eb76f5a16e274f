UPDATE items SET name = 'bellows', price = 7 WHERE id = 2;
UPDATE items SET price = NULL WHERE id = 1;
