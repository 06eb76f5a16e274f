-- Types that only MariaDB has.
CREATE TABLE nets (id UUID NOT NULL PRIMARY KEY, four INET4, six INET6);
INSERT INTO nets VALUES ('123e4567-e89b-12d3-a456-426655440000', '192.168.0.1', '2001:db8::ff00:42:8329'),
  ('ffffffff-ffff-ffff-ffff-ffffffffffff', NULL, '::1'), ('00000000-0000-0000-0000-000000000000', '0.0.0.0', '::ffff:10.0.0.1');
CREATE TABLE versions (id INT NOT NULL PRIMARY KEY, v VARCHAR(10)) WITH SYSTEM VERSIONING;
INSERT INTO versions VALUES (1, 'old'), (2, 'kept');
UPDATE versions SET v = 'new' WHERE id = 1;
