UPDATE notes SET tenant_id = 9 WHERE id = 4;
UPDATE notes SET tenant_id = 7 WHERE id = 5;
UPDATE notes SET body = 'still theirs' WHERE id = 2;
