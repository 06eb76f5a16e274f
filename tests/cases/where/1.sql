-- Only rows that match are synced; a changed row that no longer matches loses its document.
CREATE TABLE notes (id INT NOT NULL PRIMARY KEY, tenant_id INT NOT NULL, body VARCHAR(20) NOT NULL,
  updated_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, KEY updated (updated_at));
INSERT INTO notes (id, tenant_id, body) VALUES (1, 7, 'ours'), (2, 9, 'theirs'), (3, 8, 'ours too'), (4, 7, 'moving'), (5, 9, 'coming');
