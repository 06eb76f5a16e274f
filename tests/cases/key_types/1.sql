-- Two rows never share an _id: what BSON would round in a key becomes its text.
SET sql_mode = 'ALLOW_INVALID_DATES', time_zone = '+00:00';
CREATE TABLE by_day (day DATE NOT NULL PRIMARY KEY, n INT NOT NULL);
INSERT INTO by_day VALUES ('2024-01-01', 1), ('1969-07-20', 2), ('0000-00-00', 3);
CREATE TABLE by_micro (at DATETIME(6) NOT NULL PRIMARY KEY, n INT NOT NULL);
INSERT INTO by_micro VALUES ('2024-01-01 00:00:00.000001', 1), ('2024-01-01 00:00:00.000002', 2), ('1969-12-31 23:59:59.999999', 3);
CREATE TABLE by_milli (at TIMESTAMP(3) NOT NULL PRIMARY KEY, n INT NOT NULL);
INSERT INTO by_milli VALUES ('2024-01-01 00:00:00.001', 1), ('2024-01-01 00:00:00.002', 2);
CREATE TABLE by_price (price DECIMAL(8,3) NOT NULL PRIMARY KEY, n INT NOT NULL);
INSERT INTO by_price VALUES (1.500, 1), (-1.500, 2), (10, 3), (9.999, 4);
CREATE TABLE by_set (flags SET('x', 'a', 'm') NOT NULL PRIMARY KEY, n INT NOT NULL);
INSERT INTO by_set VALUES ('', 1), ('a,x', 2), ('m', 3), ('a', 4), ('x', 5);
CREATE TABLE by_double (x DOUBLE NOT NULL PRIMARY KEY, n INT NOT NULL);
INSERT INTO by_double VALUES (0.1, 1), (-1e300, 2), (1e-300, 3), (0.30000000000000004, 4), (0.3, 5);
CREATE TABLE by_span (span TIME(3) NOT NULL PRIMARY KEY, n INT NOT NULL);
INSERT INTO by_span VALUES ('-01:00:00', 1), ('-00:00:00.5', 2), ('00:00:00', 3), ('100:00:00', 4), ('20:00:00', 5);
