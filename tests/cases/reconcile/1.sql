-- Documents whose rows are gone: only where it is asked for, of the tables named or so configured; changed and swapped keys converge.
CREATE TABLE `lines` (shop VARCHAR(10) COLLATE utf8mb4_general_ci NOT NULL, n INT NOT NULL, v VARCHAR(10),
  updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), PRIMARY KEY (shop, n), KEY updated (updated_at));
INSERT INTO `lines` (shop, n, v) VALUES ('a', 1, 'goes'), ('a', 2, 'stays'), ('b', 1, 'one'), ('b', 2, 'two'), ('c', 1, 'case'), ('d', 1, 'space');
CREATE TABLE codes (code VARCHAR(10) COLLATE utf8mb4_general_ci NOT NULL PRIMARY KEY, n INT NOT NULL,
  updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), KEY updated (updated_at));
INSERT INTO codes (code, n) VALUES ('a', 1), ('B', 2), ('c', 3);
