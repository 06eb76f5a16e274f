-- Marked without its cursor being touched: a full read sees it.
UPDATE customers SET deleted_at = '2025-01-01', updated_at = updated_at - INTERVAL 2 HOUR WHERE id = 3;
