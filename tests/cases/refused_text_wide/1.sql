-- MariaDB keeps half a surrogate pair in UCS-2 and sends it on as stray bytes.
SET sql_mode = '';
CREATE TABLE wide (id INT NOT NULL PRIMARY KEY, s VARCHAR(10) CHARACTER SET ucs2);
INSERT INTO wide VALUES (1, X'D800'), (2, 'ж?');
