-- Unsigned 64-bit keys: what fits is synced, what does not is set aside and stops nobody; nothing wraps.
CREATE TABLE ids (id BIGINT UNSIGNED NOT NULL PRIMARY KEY, n INT NOT NULL, updated_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, KEY updated (updated_at));
INSERT INTO ids (id, n) VALUES (0, 0), (1, 1), (9223372036854775806, 2), (9223372036854775807, 3), (9223372036854775808, 4), (18446744073709551615, 5);
