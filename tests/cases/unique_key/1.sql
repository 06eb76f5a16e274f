-- Without a primary key a unique key of NOT NULL columns serves; one that may be NULL does not.
CREATE TABLE users (email VARCHAR(20) NULL, number INT NOT NULL, name VARCHAR(20), UNIQUE KEY email (email), UNIQUE KEY number (number));
INSERT INTO users VALUES ('a@x', 1, 'Ada'), (NULL, 2, 'Bob');
