-- Names that MongoDB refuses fail their table before it is read, with the line to add; the others go on.
CREATE TABLE dotted (id INT NOT NULL PRIMARY KEY, `a.b` INT);
CREATE TABLE dollared (id INT NOT NULL PRIMARY KEY, `$a` INT);
CREATE TABLE taken (id INT NOT NULL PRIMARY KEY, `_id` INT);
CREATE TABLE good (id INT NOT NULL PRIMARY KEY);
INSERT INTO dotted VALUES (1, 1);
INSERT INTO dollared VALUES (1, 1);
INSERT INTO taken VALUES (1, 1);
INSERT INTO good VALUES (1);
