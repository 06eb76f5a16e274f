INSERT INTO notes VALUES (3, 'three');
