-- A table that was emptied by accident does not empty its collection: too many documents would go.
CREATE TABLE squares (id INT NOT NULL PRIMARY KEY, square INT NOT NULL);
CREATE TABLE words (id INT NOT NULL PRIMARY KEY, word VARCHAR(10) NOT NULL);
INSERT INTO squares VALUES (1, 1), (2, 4), (3, 9), (4, 16), (5, 25), (6, 36), (7, 49), (8, 64), (9, 81), (10, 100), (11, 121), (12, 144), (13, 169), (14, 196), (15, 225), (16, 256), (17, 289), (18, 324), (19, 361), (20, 400), (21, 441), (22, 484), (23, 529), (24, 576), (25, 625), (26, 676), (27, 729), (28, 784), (29, 841), (30, 900);
INSERT INTO words VALUES (1, 'one');
