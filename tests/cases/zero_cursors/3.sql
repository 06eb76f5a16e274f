SET sql_mode = '';
UPDATE visits SET page = 'gone' WHERE id = 4;
UPDATE days SET v = 22 WHERE id = 2;
