SET sql_mode = '';
INSERT INTO visits (id, page) VALUES (3, 'c'), (4, 'd');
INSERT INTO days VALUES (3, 3, 0);
UPDATE visits SET page = 'bb' WHERE id = 2;
