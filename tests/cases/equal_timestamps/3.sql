UPDATE events SET label = 'd' WHERE id % 2 = 0;
