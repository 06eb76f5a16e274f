-- A key whose collation ignores case: pages follow the server's order, ids keep their letters.
CREATE TABLE codes (code VARCHAR(10) COLLATE utf8mb4_general_ci NOT NULL PRIMARY KEY, n INT NOT NULL, updated_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, KEY updated (updated_at));
INSERT INTO codes (code, n) VALUES ('a', 0), ('B', 1), ('c', 2), ('D', 3), ('é', 4), ('F', 5), ('ß', 6), ('z', 7);
CREATE TABLE colours (name VARCHAR(10) COLLATE utf8mb4_general_ci NOT NULL PRIMARY KEY, n INT NOT NULL);
INSERT INTO colours VALUES ('red', 1), ('Green', 2), ('blue', 3);
