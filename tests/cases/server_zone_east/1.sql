-- The server's zone is nine hours ahead of UTC, and its clock fills a DATETIME cursor: what changes after the first run still arrives.
CREATE TABLE shifts (id INT NOT NULL PRIMARY KEY, who VARCHAR(10) NOT NULL, ts TIMESTAMP NULL,
  updated_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), KEY updated (updated_at));
INSERT INTO shifts (id, who, ts) VALUES (1, 'Ada', NOW()), (2, 'Bob', NULL);
