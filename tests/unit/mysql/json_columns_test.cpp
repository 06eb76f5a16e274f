#include "mysql/json_columns.hpp"

#include <catch2/catch.hpp>

using mysync::mysql::has_json_check;

TEST_CASE("a check of json_valid is found, as column and as table constraint")
{
  CHECK(has_json_check("CREATE TABLE `t` (\n  `j` longtext DEFAULT NULL CHECK (json_valid(`j`))\n)",
                       "j"));
  CHECK(has_json_check("CREATE TABLE `t` (\n  `j` longtext,\n  CONSTRAINT `CONSTRAINT_1` CHECK "
                       "(json_valid(`j`))\n)",
                       "j"));
  CHECK(has_json_check("CREATE TABLE `o``dd` (\n  `a``'b` longtext CHECK (json_valid(`a``'b`))\n)",
                       "a`'b"));
  CHECK(has_json_check("CREATE TABLE `t` (`v` varchar(9) DEFAULT 'it''s \\'', `j` longtext CHECK "
                       "(json_valid(`j`)))",
                       "j"));
}

TEST_CASE("what only looks like a check of json_valid is none")
{
  CHECK_FALSE(has_json_check("", "j"));
  CHECK_FALSE(has_json_check("CREATE TABLE `t` (`j` longtext CHECK (json_valid(`k`)))", "j"));
  CHECK_FALSE(
      has_json_check("CREATE TABLE `t` (`j` longtext CHECK (json_valid(`j`) or `j` = ''))", "j"));
  CHECK_FALSE(
      has_json_check("CREATE TABLE `t` (`j` longtext COMMENT 'CHECK (json_valid(`j`))')", "j"));
  CHECK_FALSE(has_json_check("CREATE TABLE `CHECK (json_valid(j))` (`j` longtext)", "j"));
  CHECK_FALSE(has_json_check("CREATE TABLE `t` (`j` longtext COMMENT 'CHECK (json_valid(`j`", "j"));
}
