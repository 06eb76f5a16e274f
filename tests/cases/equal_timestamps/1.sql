-- Twenty rows with one and the same cursor value: no page or batch edge inside the group loses or repeats one.
CREATE TABLE events (id INT NOT NULL PRIMARY KEY, label VARCHAR(10) NOT NULL, updated_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, KEY updated (updated_at));
INSERT INTO events (id, label) VALUES (1,'a'),(2,'a'),(3,'a'),(4,'a'),(5,'a'),(6,'a'),(7,'a');
