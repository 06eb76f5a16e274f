#include "mysql/foreign_keys.hpp"

#include <catch2/catch.hpp>

using namespace mysync::mysql;

TEST_CASE("a foreign key's rules are found in the text of its table")
{
  std::string const create =
      "CREATE TABLE `ch` (\n"
      "  `id` int(11) NOT NULL,\n"
      "  PRIMARY KEY (`id`),\n"
      "  KEY `fk1` (`x`,`y`),\n"
      "  CONSTRAINT `both` FOREIGN KEY (`x`, `y`) REFERENCES `pa` (`a`, `b`) ON DELETE CASCADE ON "
      "UPDATE SET NULL,\n"
      "  CONSTRAINT `none` FOREIGN KEY (`x`) REFERENCES `pa` (`a`),\n"
      "  CONSTRAINT `odd` FOREIGN KEY (`ON DELETE CASCADE`) REFERENCES `pa` (`a`) ON UPDATE NO "
      "ACTION,\n"
      "  CONSTRAINT `tick``ed` FOREIGN KEY (`x`) REFERENCES `pa` (`a`) ON DELETE SET NULL\n"
      ") ENGINE=InnoDB";
  struct {
    char const *constraint, *event, *rule;
  } const table[] = {
      {"both", "ON DELETE", "CASCADE"},     {"both", "ON UPDATE", "SET NULL"},
      {"none", "ON DELETE", "RESTRICT"},    {"none", "ON UPDATE", "RESTRICT"},
      {"odd", "ON DELETE", "RESTRICT"},     {"odd", "ON UPDATE", "NO ACTION"},
      {"tick`ed", "ON DELETE", "SET NULL"}, {"missing", "ON DELETE", "RESTRICT"},
  };
  for (auto const& [constraint, event, rule] : table) {
    INFO(constraint << " " << event);
    CHECK(rule_of(create, constraint, event) == rule);
  }
}
