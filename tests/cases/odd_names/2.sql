UPDATE `back``tick and space` SET `a b` = 20;
