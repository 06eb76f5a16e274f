UPDATE prices SET v = CONCAT(v, '2');
