#include "mysql/long_columns.hpp"

#include "mysql/sql.hpp"

#include <catch2/catch.hpp>

using namespace mysync;
using namespace mysync::mysql;

TEST_CASE("A row is too large when what its long columns are at least is more than a document")
{
  constexpr std::uint64_t most = 16U << 20U;
  std::vector<LongColumn> const exact{{0, 1}, {2, 1}};
  CHECK_FALSE(is_too_large(exact, std::vector<std::uint64_t>{most, 0}));
  CHECK_FALSE(is_too_large(exact, std::vector<std::uint64_t>{most / 2, most / 2}));
  CHECK(is_too_large(exact, std::vector<std::uint64_t>{most / 2, most / 2 + 1}));
  CHECK(is_too_large(exact, std::vector<std::uint64_t>{0, most + 1}));

  std::vector<LongColumn> const wide{{0, 4}};
  CHECK_FALSE(is_too_large(wide, std::vector<std::uint64_t>{4 * most}));
  CHECK(is_too_large(wide, std::vector<std::uint64_t>{4 * most + 4}));
}

TEST_CASE("Long columns are measured sixteen at a time")
{
  std::vector<std::pair<std::size_t, std::size_t>> groups;
  for_each_group(35,
                 [&](std::size_t first, std::size_t count) { groups.emplace_back(first, count); });
  CHECK(groups == std::vector<std::pair<std::size_t, std::size_t>>{{0, 16}, {16, 16}, {32, 3}});
}

TEST_CASE("Of a row too large to be a document only the beginning of what is long is asked for")
{
  Column text{.name = "a`", .type = ColumnType::text}, wide{.name = "w", .type = ColumnType::text};
  Column json{.name = "j", .type = ColumnType::json}, small{.name = "s", .type = ColumnType::text};
  text.length = wide.length = 4294967295;
  text.charset = "utf8mb4";
  wide.charset = "sjis";
  json.declared = "json";
  small.length = 65535;
  ReadSpec spec;
  spec.schema = "shop";
  spec.table = "notes";

  spec.columns = {&small, &text};
  CHECK(page(spec, std::nullopt, 5).front().sql ==
        "SELECT `s`, IF(LENGTH(`a```) > 16777216, LEFT(`a```, 1100), `a```), LENGTH(`a```) "
        "FROM `shop`.`notes` LIMIT 5");

  spec.columns = {&small, &wide, &json};
  auto const sql = page(spec, std::nullopt, 5).front().sql;
  std::string const sum = "IF(IFNULL(LENGTH(`w`) DIV 4, 0) + IFNULL((JSON_STORAGE_SIZE(`j`) "
                          "/*!80000 - JSON_STORAGE_FREE(`j`) */) DIV 3, 0) > 16777216, ";
  CHECK(sql.starts_with("SELECT `s`, " + sum + "LEFT(`w`, 1100), IF("));
  CHECK(sql.ends_with(", " + sum +
                      "LEFT(`j`, 1100), `j`), LENGTH(`w`), (JSON_STORAGE_SIZE(`j`) /*!80000 - "
                      "JSON_STORAGE_FREE(`j`) */) "
                      "FROM `shop`.`notes` LIMIT 5"));
}
