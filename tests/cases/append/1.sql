-- append: an increasing key is the cursor; also keys that commit out of order arrive.
CREATE TABLE log (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, line VARCHAR(20) NOT NULL);
INSERT INTO log VALUES (1, 'one'), (2, 'two'), (3, 'three'), (5, 'five');
