INSERT INTO visits VALUES (4, 'd', UTC_TIMESTAMP(6), NULL), (5, 'e', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6));
UPDATE visits SET page = 'aa', updated_at = UTC_TIMESTAMP(6) WHERE id = 1;
