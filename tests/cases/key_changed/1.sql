-- State for another key than the table's is refused with what to do; the other tables go on.
CREATE TABLE things (id INT NOT NULL PRIMARY KEY, other INT NOT NULL);
INSERT INTO things VALUES (1, 10);
CREATE TABLE others (id INT NOT NULL PRIMARY KEY);
INSERT INTO others VALUES (1);
