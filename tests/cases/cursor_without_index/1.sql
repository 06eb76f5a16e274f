-- Without an index on the cursor everything still arrives, and a warning says which index to create.
CREATE TABLE visits (id INT NOT NULL PRIMARY KEY, page VARCHAR(10) NOT NULL, updated_at DATETIME(6) NULL);
INSERT INTO visits VALUES (1, 'a', UTC_TIMESTAMP(6)), (2, 'b', UTC_TIMESTAMP(6)), (3, 'c', UTC_TIMESTAMP(6)), (4, 'd', NULL);
