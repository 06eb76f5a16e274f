-- DATETIME is read in the zone it was written in; DATE and TIMESTAMP never pass through it. The hour that comes twice is
-- its earlier instant, the hour that never comes moves forward by the gap.
SET time_zone = '+00:00';
CREATE TABLE new_york (id INT NOT NULL PRIMARY KEY, dt DATETIME(3), d DATE, ts TIMESTAMP NULL);
INSERT INTO new_york VALUES (1, '2024-07-01 12:00:00', '2024-07-01', '2024-07-01 12:00:00'), (2, '2024-01-01 12:00:00.25', '2024-01-01', NULL),
  (3, '2024-11-03 01:30:00', NULL, NULL), (4, '2024-03-10 02:30:00', NULL, NULL), (5, '1883-01-01 00:00:00', NULL, NULL);
CREATE TABLE tokyo LIKE new_york;
INSERT INTO tokyo VALUES (1, '2024-07-01 12:00:00', '2024-07-01', '2024-07-01 12:00:00');
