-- MariaDB's JSON is a LONGTEXT that it checks, and it lets more through than JSON is.
CREATE TABLE docs (id INT NOT NULL PRIMARY KEY, j JSON, t LONGTEXT, c LONGTEXT CHECK (json_valid(c)), o LONGTEXT CHECK (json_valid(o) OR o = 'x'));
INSERT INTO docs VALUES
  (1, '{"a": 1}', '{"a": 1}', '[1]', '[1]'), (2, '{"a": 1, "b": 2, "a": 3}', NULL, NULL, 'x'),
  (3, '[0.12345678901234567890, 123456789012345678901234567890, 1e400, -0, 1e2]', NULL, NULL, NULL);
INSERT INTO docs (id, j) VALUES
  (4, '"\\x"'), (5, '12345678901234567890123456789012345'), (6, '1e9999');
