UPDATE shifts SET who = 'Eve' WHERE id = 2;
INSERT INTO shifts (id, who, ts) VALUES (3, 'Flo', NOW());
