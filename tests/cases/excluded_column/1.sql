-- An excluded column becomes no field; as the cursor it is still read.
CREATE TABLE people (id INT NOT NULL PRIMARY KEY, name VARCHAR(20) NOT NULL, internal_note VARCHAR(20) NULL,
  updated_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, KEY updated (updated_at));
INSERT INTO people (id, name, internal_note) VALUES (1, 'Ada', 'pays late'), (2, 'Bob', NULL);
