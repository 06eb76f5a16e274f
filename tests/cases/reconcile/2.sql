DELETE FROM `lines` WHERE shop = 'a' AND n = 1;
UPDATE `lines` SET n = 3 WHERE shop = 'b' AND n = 1;
UPDATE `lines` SET n = 1 WHERE shop = 'b' AND n = 2;
UPDATE `lines` SET n = 2 WHERE shop = 'b' AND n = 3;
UPDATE `lines` SET shop = 'C' WHERE shop = 'c';
UPDATE `lines` SET shop = 'd ' WHERE shop = 'd';
DELETE FROM codes WHERE code = 'a';
UPDATE codes SET code = 'b' WHERE code = 'b';
