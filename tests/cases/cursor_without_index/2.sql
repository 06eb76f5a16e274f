UPDATE visits SET page = 'x', updated_at = UTC_TIMESTAMP(6) WHERE id IN (1, 3, 4);
INSERT INTO visits VALUES (5, 'e', UTC_TIMESTAMP(6)), (0, 'z', UTC_TIMESTAMP(6));
