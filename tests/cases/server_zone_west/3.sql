UPDATE shifts SET who = 'Gus' WHERE id = 1;
