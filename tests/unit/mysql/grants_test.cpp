#include "mysql/grants.hpp"

#include <catch2/catch.hpp>

using namespace mysync::mysql;
using Texts = std::vector<std::string>;

TEST_CASE("the rights of a grant are read from its line")
{
  struct Example {
    char const* line;
    Texts rights;
  };
  for (auto const& [line, rights] : std::vector<Example>{
           {"GRANT USAGE ON *.* TO `u`@`%` IDENTIFIED BY PASSWORD '*1'", {"USAGE"}},
           {"GRANT SELECT ON `shop`.* TO `u`@`%`", {"SELECT"}},
           {"GRANT SELECT, INSERT ON `shop`.* TO `u`@`%` WITH GRANT OPTION",
            {"SELECT", "INSERT", "GRANT OPTION"}},
           {"GRANT SELECT (`a`, `b, c`), UPDATE (`d`) ON `shop`.`t` TO `u`@`%`",
            {"SELECT", "UPDATE"}},
           {"GRANT ALL PRIVILEGES ON *.* TO `root`@`localhost`", {"ALL PRIVILEGES"}},
           {"GRANT `reader`@`%` TO `u`@`%`", {}},
           {"SET DEFAULT ROLE `reader` FOR `u`@`%`", {}},
           {"", {}},
       }) {
    CAPTURE(line);
    CHECK(rights_of(line) == rights);
  }
}

TEST_CASE("rights that a run does not need are told once each")
{
  CHECK(excess_rights({"GRANT USAGE ON *.* TO `u`@`%`", "GRANT SELECT, PROCESS ON *.* TO `u`@`%`",
                       "GRANT SHOW VIEW ON `shop`.* TO `u`@`%`"})
            .empty());
  CHECK(excess_rights({"GRANT SELECT, INSERT, DROP ON `a`.* TO `u`@`%`",
                       "GRANT INSERT ON `b`.* TO `u`@`%` WITH GRANT OPTION"}) ==
        Texts{"INSERT", "DROP", "GRANT OPTION"});
}
