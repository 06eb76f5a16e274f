INSERT INTO log VALUES (6, 'six'), (4, 'four, late'), (7, 'seven');
