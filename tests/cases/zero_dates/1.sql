-- Zero, partial and impossible dates follow the table's policy, and never move to another day.
SET sql_mode = 'ALLOW_INVALID_DATES', time_zone = '+00:00';
CREATE TABLE as_null (id INT NOT NULL PRIMARY KEY, d DATE, dt DATETIME(6), ts TIMESTAMP NULL);
INSERT INTO as_null VALUES (1, '0000-00-00', '0000-00-00 00:00:00', '0000-00-00 00:00:00'), (2, '2010-00-00', '2010-05-00 10:11:12.5', NULL),
  (3, '2010-02-31', '2010-02-31 00:00:00', NULL), (4, '2010-02-28', '2010-02-28 00:00:00', '2010-02-28 00:00:00'), (5, NULL, NULL, NULL);
CREATE TABLE as_string LIKE as_null;
CREATE TABLE set_aside LIKE as_null;
INSERT INTO as_string SELECT * FROM as_null;
INSERT INTO set_aside SELECT * FROM as_null;
