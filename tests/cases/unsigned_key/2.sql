UPDATE ids SET n = n + 10;
