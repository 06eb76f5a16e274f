TRUNCATE squares;
INSERT INTO words VALUES (2, 'two');
