-- Text in many character sets arrives as UTF-8; bytes stay bytes; ENUM is text, SET an array.
CREATE TABLE texts (id INT NOT NULL PRIMARY KEY, c CHAR(6), v VARCHAR(20), t TEXT, latin VARCHAR(10) CHARACTER SET latin1,
  cyrillic VARCHAR(10) CHARACTER SET cp1251, wide VARCHAR(10) CHARACTER SET ucs2, japanese VARCHAR(10) CHARACTER SET sjis);
INSERT INTO texts VALUES
  (1, 'ab  ', 'ab  ', 'line\nline\ttab', 'é€ÿ', 'Привет', 'żółw', 'テスト'),
  (2, '', '', '', '', '', '', ''),
  (3, '😀', 'a😀b', X'610062', 'ascii', 'я', '中', '日本'),
  (4, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (5, '$set', '$date', '{"$oid": "x"}', 'a.b', 'я.я', '"', 'x');
CREATE TABLE octets (id INT NOT NULL PRIMARY KEY, b BINARY(4), v VARBINARY(8), l BLOB, t VARCHAR(8) CHARACTER SET binary);
INSERT INTO octets VALUES (1, X'00FF', X'00FF', X'DEADBEEF00', X'80'), (2, '', '', '', ''), (3, NULL, NULL, NULL, NULL);
SET sql_mode = '';
CREATE TABLE choices (id INT NOT NULL PRIMARY KEY, e ENUM('red', 'green', '', 'größer 😀'), s SET('a', 'b', 'c d', 'größer'));
INSERT INTO choices VALUES (1, 'red', 'c d,a'), (2, 'größer 😀', ''), (3, NULL, NULL), (4, '', 'größer'), (5, 'green', 'a,b,c d,größer');
CREATE TABLE strays (id INT NOT NULL PRIMARY KEY, e ENUM('x', 'y') NOT NULL);
INSERT IGNORE INTO strays VALUES (1, 'not one of them'), (2, 'y');
