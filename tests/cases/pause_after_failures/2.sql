TRUNCATE squares;
