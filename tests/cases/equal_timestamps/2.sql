INSERT INTO events (id, label) VALUES (8,'b'),(9,'b'),(10,'b'),(11,'b'),(12,'b'),(13,'b'),(14,'b'),(15,'b'),(16,'b'),(17,'b'),(18,'b'),(19,'b'),(20,'b'),(21,'b'),(22,'b'),(23,'b'),(24,'b'),(25,'b'),(26,'b'),(27,'b');
UPDATE events SET label = 'c' WHERE id <= 4;
