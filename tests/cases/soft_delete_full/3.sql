UPDATE squares SET gone = 0 WHERE id < 15; DELETE FROM squares WHERE id = 1;
