#include "core/schema.hpp"

#include <catch2/catch.hpp>

using namespace mysync;

namespace {

Table orders()
{
  Table table{.schema = "shop", .name = "orders"};
  table.columns = {{.name = "id", .type = ColumnType::big_int},
                   {.name = "Name", .type = ColumnType::text, .charset = "utf8mb4"}};
  table.indexes = {{.name = "by_name", .columns = {"Name"}},
                   {.name = "PRIMARY", .unique = true, .columns = {"id"}}};
  return table;
}

} // namespace

TEST_CASE("a column is found by its exact name")
{
  auto const table = orders();
  REQUIRE(table.find("Name") != nullptr);
  CHECK(table.find("Name") == &table.columns[1]);
  CHECK(table.find("name") == nullptr);
  CHECK(table.find("") == nullptr);
}

TEST_CASE("the primary key is the index named PRIMARY")
{
  auto table = orders();
  REQUIRE(table.primary_key() != nullptr);
  CHECK(table.primary_key()->columns == std::vector<std::string>{"id"});
  table.indexes.pop_back();
  CHECK(table.primary_key() == nullptr);
}

TEST_CASE("a column holds text when it has a character set other than binary")
{
  CHECK(holds_text({.charset = "utf8mb4"}));
  CHECK(holds_text({.charset = "latin1"}));
  CHECK_FALSE(holds_text({.charset = "binary"}));
  CHECK_FALSE(holds_text({.charset = ""}));
}

TEST_CASE("ENUM, SET and what has no order of its own cannot be continued from")
{
  for (auto const type : {ColumnType::enumeration, ColumnType::set, ColumnType::json,
                          ColumnType::geometry, ColumnType::vector, ColumnType::unknown})
    CHECK_FALSE(orders_by_value({.type = type}));
  for (auto const type :
       {ColumnType::tiny_int, ColumnType::big_int, ColumnType::decimal, ColumnType::real_float,
        ColumnType::bit, ColumnType::date, ColumnType::timestamp, ColumnType::time,
        ColumnType::year, ColumnType::text, ColumnType::binary, ColumnType::uuid})
    CHECK(orders_by_value({.type = type}));
}
