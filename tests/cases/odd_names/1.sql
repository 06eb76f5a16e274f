-- Names with backticks, spaces, quotes, percent and question marks, other scripts, and of 64 characters.
CREATE TABLE `back``tick and space` (`i``d` INT NOT NULL PRIMARY KEY, `a b` INT, `what?` INT, `100%` INT, `"q'` INT, `größe` INT, `cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc` INT,
  `up``dated at` TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, KEY `k``1` (`up``dated at`));
INSERT INTO `back``tick and space` (`i``d`, `a b`, `what?`, `100%`, `"q'`, `größe`, `cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc`) VALUES (1, 2, 3, 4, 5, 6, 7);
CREATE TABLE `Größe` (id INT NOT NULL PRIMARY KEY);
INSERT INTO `Größe` VALUES (1);
CREATE TABLE `tttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt` (id INT NOT NULL PRIMARY KEY);
INSERT INTO `tttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt` VALUES (1);
CREATE TABLE `select` (`from` INT NOT NULL PRIMARY KEY, `order` INT);
INSERT INTO `select` VALUES (1, 2);
