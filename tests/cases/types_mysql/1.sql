-- What only MySQL has: a generated invisible primary key is a key, functional defaults and invisible columns are no trouble.
SET SESSION sql_generate_invisible_primary_key = ON;
CREATE TABLE keyless (name VARCHAR(10) NOT NULL, b BINARY(16) DEFAULT (0x00), hidden INT INVISIBLE DEFAULT 7);
INSERT INTO keyless (name) VALUES ('a'), ('b');
