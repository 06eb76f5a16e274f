#include "sync/table_names.hpp"

#include "core/error.hpp"

#include <catch2/catch.hpp>

using namespace mysync;
using namespace mysync::sync;
using Names = std::vector<std::string>;

TEST_CASE("known are the state's tables, and those of the configuration that mean none of them")
{
  config::Config config;
  config.tables.resize(2);
  config.tables[0].name = "orders";
  config.tables[1].name = "people";
  config.sync.tables = {"items", "PEOPLE", "log_*"};
  std::vector<mongo::TableRecord> records(2);
  records[0].table = "Orders";
  records[1].table = "old";
  CHECK(known_tables(config, records) == Names{"Orders", "old", "people", "items"});
}

TEST_CASE("a typed name means a table in whatever letter case, and each table once")
{
  Names const known{"Orders", "items", "Items"};
  CHECK(tables_meant({"orders", "ORDERS", "Items"}, known) == Names{"Orders", "Items"});
  CHECK(tables_meant({}, known).empty());
}

TEST_CASE("a typed name that means no table is refused with the nearest")
{
  try {
    tables_meant({"ordes"}, {"Orders", "orders"});
    FAIL();
  } catch (Error const& error) {
    CHECK(error.fault() == Fault::usage);
    CHECK(std::string(error.what()) ==
          "table ordes is neither configured nor in the state; did you mean orders?");
  }
}
