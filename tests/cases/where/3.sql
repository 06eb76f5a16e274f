-- The newest of all rows leaves the filter: none that matches is as new.
UPDATE notes SET tenant_id = 9, updated_at = CURRENT_TIMESTAMP + INTERVAL 1 MINUTE WHERE id = 1;
