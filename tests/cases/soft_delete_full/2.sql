UPDATE squares SET gone = id WHERE id > 4;
