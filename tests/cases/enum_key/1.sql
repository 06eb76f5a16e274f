-- An ENUM in a key sorts by its number and compares by its text; no row may be lost between pages, also not the one whose
-- value is none of its members.
CREATE TABLE prices (kind ENUM('zeta', 'alpha', 'mid') NOT NULL, id INT NOT NULL, v CHAR(2) NOT NULL, updated_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, PRIMARY KEY (kind, id), KEY updated (updated_at));
INSERT IGNORE INTO prices (kind, id, v) VALUES ('zeta', 1, 'a'), ('zeta', 2, 'b'), ('alpha', 1, 'c'), ('alpha', 2, 'd'), ('mid', 1, 'e'), ('none', 1, 'f');
