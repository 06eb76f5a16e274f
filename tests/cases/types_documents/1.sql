-- JSON becomes native values, whatever is at its top; keys stay as they are; geometries become GeoJSON.
CREATE TABLE docs (id INT NOT NULL PRIMARY KEY, j JSON);
INSERT INTO docs VALUES
  (1, NULL), (2, 'null'), (3, 'true'), (4, '7'), (5, '-2147483649'), (6, '18446744073709551615'), (7, '1.50'),
  (8, '"text with 😀 and \\u0000"'), (9, '[]'), (10, '{}'), (11, '[1, [2, {"a": null}]]'),
  (12, '{"": 1, "_id": 4, "a.b": 2}'), (13, '9007199254740993'), (14, '1e100'), (15, '0.1'),
  (17, '{"a\\u0000": 1}');
CREATE TABLE dollars (id INT NOT NULL PRIMARY KEY, j JSON);
INSERT INTO dollars VALUES (1, '{"$date": 1}');
-- Longitude 13, latitude 52: MySQL writes 4326 latitude first, MariaDB as it comes.
CREATE TABLE places (id INT NOT NULL PRIMARY KEY, g GEOMETRY);
INSERT INTO places VALUES
  (1, NULL), (2, ST_GeomFromText('POINT(13.5 52.25)')),
  (3, ST_GeomFromText(/*!80000 'POINT(52.25 13.5)' */ /*M! 'POINT(13.5 52.25)' */, 4326)),
  (4, ST_GeomFromText('LINESTRING(0 0, 1 2)')), (5, ST_GeomFromText('POLYGON((0 0, 4 0, 4 4, 0 0), (1 1, 2 1, 2 2, 1 1))')),
  (6, ST_GeomFromText('MULTIPOINT(1 2, 3 4)')), (7, ST_GeomFromText('MULTILINESTRING((0 0, 1 2), (3 4, 5 6))')),
  (8, ST_GeomFromText('MULTIPOLYGON(((0 0, 4 0, 4 4, 0 0)))')),
  (9, ST_GeomFromText('GEOMETRYCOLLECTION(POINT(1 2), LINESTRING(0 0, 1 2))')), (10, ST_GeomFromText('POINT(1 2)', 3857));
