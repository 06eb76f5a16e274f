UPDATE plans SET what = 'again' WHERE id = 3;
