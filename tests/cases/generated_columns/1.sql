-- Generated columns are values like others.
CREATE TABLE boxes (id INT NOT NULL PRIMARY KEY, w INT NOT NULL, h INT NOT NULL, area INT AS (w * h) VIRTUAL, label VARCHAR(20) AS (CONCAT(w, ' x ', h)) STORED);
INSERT INTO boxes (id, w, h) VALUES (1, 2, 3), (2, 4, 5);
