// How tables are named by people and by collections.

#include "sync/choice.hpp"

#include "core/error.hpp"
#include "tables.hpp"

#include <catch2/catch.hpp>

using namespace mysync;
using namespace mysync::sync;
using namespace mysync::test;

TEST_CASE("a table may be named in another letter case, where only one can be meant")
{
  config::Config config;
  auto const chosen = choose_tables(config, {orders()}, {"ORDERS"}).tables;
  REQUIRE(chosen.size() == 1);
  CHECK(chosen.front().table.name == "orders");
  auto other = orders();
  other.name = "Orders";
  CHECK_THROWS_AS(choose_tables(config, {orders(), other}, {"ORDERS"}), Error);
}

TEST_CASE("a discovered table whose name no collection can have says so")
{
  for (std::string const name : {"a$b", "system.users"}) {
    auto made = orders();
    made.name = name;
    auto const chosen = choose_tables({}, {made}, {}).tables;
    REQUIRE(chosen.size() == 1);
    CHECK_THAT(chosen.front().problem, Catch::Contains("collection = "));
  }
}
