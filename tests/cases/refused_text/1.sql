-- Text that has no UTF-8 arrives from the server as a question mark or as stray bytes, without an error: such a row is
-- set aside. A question mark that is really there, or a real U+FFFD, is text like any other.
SET sql_mode = '';
CREATE TABLE japanese (id INT NOT NULL PRIMARY KEY, s VARCHAR(10) CHARACTER SET sjis);
INSERT INTO japanese VALUES (1, X'8540'), (2, '?'), (3, 'テスト?'), (4, X'83658540');
CREATE TABLE baltic (id INT NOT NULL PRIMARY KEY, s VARCHAR(10) CHARACTER SET cp1257);
INSERT INTO baltic VALUES (1, X'A1'), (2, 'ž?');
CREATE TABLE plain (id INT NOT NULL PRIMARY KEY, s VARCHAR(10) CHARACTER SET utf8mb4, l VARCHAR(10) CHARACTER SET latin1);
INSERT INTO plain VALUES (1, '�', '?'), (2, '?', 'é?');
