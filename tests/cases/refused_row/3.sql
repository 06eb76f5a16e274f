UPDATE counters SET n = 3 WHERE id = 3;
