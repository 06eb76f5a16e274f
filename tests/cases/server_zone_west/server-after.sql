SET GLOBAL time_zone = 'SYSTEM';
