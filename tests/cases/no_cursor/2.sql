DELETE FROM countries WHERE code IN ('BE', 'FR');
UPDATE countries SET name = 'Österreich' WHERE code = 'AT';
INSERT INTO countries VALUES ('IT', 'Italy');
