UPDATE items SET name = 'gong' WHERE id = 2;
