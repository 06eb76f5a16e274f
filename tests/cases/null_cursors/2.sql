INSERT INTO visits VALUES (4, 'd', NULL), (5, 'e', UTC_TIMESTAMP(6));
UPDATE visits SET page = 'aa' WHERE id = 1;
UPDATE visits SET page = 'bb', updated_at = NULL WHERE id = 2;
