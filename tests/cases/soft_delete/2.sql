UPDATE customers SET deleted_at = '2025-01-01' WHERE id = 1;
UPDATE customers SET deleted_at = NULL WHERE id = 5;
INSERT INTO customers (id, name, deleted_at) VALUES (6, 'Flo', '2025-01-01'), (7, 'Gus', NULL);
UPDATE flags SET gone = 1 WHERE id IN (1, 6);
UPDATE flags SET updated_at = NULL WHERE id = 6;
UPDATE flags SET gone = 0 WHERE id IN (2, 101);
UPDATE flags SET id = 104 WHERE id = 4;
UPDATE states SET state = 'deleted' WHERE id = 1;
UPDATE states SET state = '' WHERE id = 2;
