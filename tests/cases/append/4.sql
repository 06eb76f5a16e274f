INSERT INTO log VALUES (9, 'nine');
