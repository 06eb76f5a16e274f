UPDATE people SET name = 'Eve', internal_note = 'x' WHERE id = 2;
