UPDATE codes SET n = n + 100;
UPDATE colours SET name = 'RED' WHERE name = 'red';
