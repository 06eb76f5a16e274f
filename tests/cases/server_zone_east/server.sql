SET GLOBAL time_zone = '+09:00';
