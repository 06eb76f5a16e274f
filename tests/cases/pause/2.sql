INSERT INTO notes VALUES (2, 'two'); INSERT INTO words VALUES (2, 'two');
