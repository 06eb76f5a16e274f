UPDATE plans SET what = 'redone' WHERE id = 2;
INSERT INTO plans (id, what) VALUES (3, 'new');
