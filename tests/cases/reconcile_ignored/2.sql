DELETE FROM words WHERE id = 1; INSERT INTO words VALUES (3, 'three');
