#include "sync/read_specs.hpp"

#include "positions.hpp"
#include "sync/row_filter.hpp"
#include "tables.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace mysync;
using namespace mysync::sync;
using namespace mysync::test;
using Texts = std::vector<std::string>;

namespace {

/// A table, what was chosen about it, and its plan.
struct Chosen {
  TableChoice choice;
  convert::Plan plan;

  explicit Chosen(Table const& found, config::Table options = {})
      : choice(choose(found, std::move(options))), plan(choice.table, choice.mapping)
  {}

  static TableChoice choose(Table const& found, config::Table options)
  {
    options.name = found.name;
    config::Config config;
    config.tables = {std::move(options)};
    auto choice = choose_tables(config, {found}, {}).tables.front();
    REQUIRE(choice.problem.empty());
    return choice;
  }
};

/// The SQL of a page, each statement followed by its parameters in brackets.
Texts sql(mysql::ReadSpec const& spec, std::optional<Position> const& after = std::nullopt)
{
  Texts texts;
  for (auto const& statement : mysql::page(spec, after, 100)) {
    std::string values;
    for (auto const& parameter : statement.parameters) {
      values += fmt::format("[{}={}]", parameter.column->name, parameter.value.value);
    }
    texts.push_back(statement.sql + (values.empty() ? "" : " " + values));
  }
  return texts;
}

config::Table with_where(std::string where)
{
  config::Table options;
  options.where = std::move(where);
  return options;
}

Table without_cursor_index()
{
  auto found = orders();
  found.indexes.pop_back();
  return found;
}

CursorRange const range{"2026-01-01 00:00:00", "2026-01-02 00:00:00"};

} // namespace

TEST_CASE("a whole table is read in pages in key order")
{
  Chosen const made(orders());
  CHECK(sql(whole_table(made.choice, made.plan)) ==
        Texts{"SELECT `id`, `updated_at`, `total` FROM `shop`.`orders` FORCE INDEX (`PRIMARY`) "
              "ORDER BY `id` LIMIT 100"});
  CHECK(sql(whole_table(made.choice, made.plan), position_at(7)) ==
        Texts{"SELECT `id`, `updated_at`, `total` FROM `shop`.`orders` FORCE INDEX (`PRIMARY`) "
              "WHERE `id` > ? ORDER BY `id` LIMIT 100 [id=7]"});
}

TEST_CASE("the configured filter stands in every read")
{
  Chosen const made(orders(), with_where("total > 5 -- big"));
  auto const filtered = Catch::Contains("WHERE (\ntotal > 5 -- big\n)");
  CHECK_THAT(sql(whole_table(made.choice, made.plan)).front(), filtered);
  CHECK_THAT(sql(catch_up(made.choice, made.plan, range)).front(), filtered);
  CHECK_THAT(sql(null_cursors(made.choice, made.plan, "")).front(), filtered);
  CHECK_THAT(mysql::lookup(keys_only(made.choice, made.plan), {0}, {position_at(1)}).sql, filtered);
}

TEST_CASE("a table whose key cannot be continued is read in one stream without an order")
{
  auto found = orders();
  SECTION("the key sorts otherwise than it compares")
  {
    found.columns[0] = column("id", ColumnType::enumeration, "enum('b','a')");
    found.columns[0].members = {"b", "a"};
  }
  SECTION("no index gives the key's order") { found.indexes[0].usable = false; }
  Chosen const made(found);
  auto const spec = whole_table(made.choice, made.plan);
  CHECK(spec.paging == mysql::Paging::one_stream);
  CHECK(sql(spec) == Texts{"SELECT `id`, `updated_at`, `total` FROM `shop`.`orders`"});
}

TEST_CASE("a catch-up on an index that gives the key's order is read in pages by cursor and key")
{
  Chosen const made(orders());
  std::string const select =
      "SELECT `id`, `updated_at`, `total` FROM `shop`.`orders` FORCE INDEX (`by_update`) "
      "WHERE `updated_at` >= ? AND `updated_at` <= ?";
  std::string const values = "[updated_at=2026-01-01 00:00:00][updated_at=2026-01-02 00:00:00]";
  auto const spec = catch_up(made.choice, made.plan, range);
  CHECK(sql(spec) == Texts{select + " ORDER BY `updated_at`, `id` LIMIT 100 " + values});
  Position const after{text_value("2026-01-01 12:00:00"), text_value("7")};
  CHECK(sql(spec, after) ==
        Texts{select + " AND `updated_at` = ? AND `id` > ? ORDER BY `id` LIMIT 100 " + values +
                  "[updated_at=2026-01-01 12:00:00][id=7]",
              select + " AND `updated_at` > ? ORDER BY `updated_at`, `id` LIMIT 100 " + values +
                  "[updated_at=2026-01-01 12:00:00]"});
}

TEST_CASE("an end of the range that is not given stays open")
{
  Chosen const made(orders());
  CHECK_THAT(sql(catch_up(made.choice, made.plan, {"", "2026-01-02"})).front(),
             !Catch::Contains(">=") && Catch::Contains("`updated_at` <= ?"));
  CHECK_THAT(sql(catch_up(made.choice, made.plan, {"2026-01-02", ""})).front(),
             !Catch::Contains("<=") && Catch::Contains("`updated_at` >= ?"));
}

TEST_CASE(
    "a catch-up on an index of the cursor alone is one stream, continued at its last cursor value")
{
  auto found = orders();
  found.engine = "MyISAM";
  Chosen const made(found);
  auto const spec = catch_up(made.choice, made.plan, range);
  CHECK(spec.paging == mysql::Paging::one_stream);
  CHECK_THAT(sql(spec).front(), Catch::Contains("FORCE INDEX (`by_update`)") &&
                                    Catch::Contains("ORDER BY `updated_at` [") &&
                                    !Catch::Contains("LIMIT"));
  auto const resumed = sql(spec, Position{text_value("2026-01-01 12:00:00")});
  REQUIRE(resumed.size() == 1);
  CHECK_THAT(resumed.front(), Catch::Contains("AND `updated_at` >= ? ORDER BY") &&
                                  Catch::EndsWith("[updated_at=2026-01-01 12:00:00]"));
}

TEST_CASE("a catch-up on an index whose key cannot be continued is one stream as well")
{
  auto found = orders();
  found.columns[0] = column("id", ColumnType::enumeration, "enum('b','a')");
  found.columns[0].members = {"b", "a"};
  Chosen const made(found);
  CHECK(catch_up(made.choice, made.plan, range).paging == mysql::Paging::one_stream);
}

TEST_CASE("a catch-up without an index on the cursor is one filtered pass in key order")
{
  Chosen const made(without_cursor_index());
  CHECK(sql(catch_up(made.choice, made.plan, range)) ==
        Texts{"SELECT `id`, `updated_at`, `total` FROM `shop`.`orders` FORCE INDEX (`PRIMARY`) "
              "WHERE `updated_at` >= ? AND `updated_at` <= ? ORDER BY `id` LIMIT 100 "
              "[updated_at=2026-01-01 00:00:00][updated_at=2026-01-02 00:00:00]"});
}

TEST_CASE("a cursor that is part of the key is compared once")
{
  auto const found = table("log", {column("id"), touched("at")}, {primary({"at", "id"})});
  Chosen const made(found);
  CHECK_THAT(sql(catch_up(made.choice, made.plan, range)).front(),
             Catch::Contains("ORDER BY `at`, `id` LIMIT"));
}

TEST_CASE("rows without a cursor are found by the cursor's index, else in key order")
{
  Chosen const indexed(orders());
  CHECK(sql(null_cursors(indexed.choice, indexed.plan, "")) ==
        Texts{"SELECT `id`, `updated_at`, `total` FROM `shop`.`orders` FORCE INDEX (`by_update`) "
              "WHERE `updated_at` IS NULL"});
  Chosen const plain(without_cursor_index());
  CHECK(sql(null_cursors(plain.choice, plain.plan, "")) ==
        Texts{"SELECT `id`, `updated_at`, `total` FROM `shop`.`orders` FORCE INDEX (`PRIMARY`) "
              "WHERE `updated_at` IS NULL ORDER BY `id` LIMIT 100"});
}

TEST_CASE(
    "a second cursor column bounds the rows without a first one, but for those without either")
{
  auto found = orders();
  found.columns.push_back(nullable(timestamp("created_at")));
  config::Table options;
  options.cursor = {"updated_at", "created_at"};
  Chosen const made(found, options);
  auto const text = sql(null_cursors(made.choice, made.plan, "2026-01-01 00:00:00")).front();
  CHECK_THAT(text, Catch::Contains("`updated_at` IS NULL") && Catch::Contains("`created_at` >= ") &&
                       Catch::Contains("2026-01-01 00:00:00") &&
                       Catch::Contains("OR `created_at` IS NULL"));
  CHECK_THAT(sql(null_cursors(made.choice, made.plan, "")).front(),
             !Catch::Contains("created_at` >="));
}

TEST_CASE("for looking keys up only the key's columns are read, in key order")
{
  auto const found =
      table("pairs", {column("note"), column("b"), column("a")}, {primary({"a", "b"})});
  Chosen const made(found);
  auto const statement = mysql::lookup(keys_only(made.choice, made.plan), {0, 1},
                                       {{text_value("1"), text_value("2")}});
  CHECK(statement.sql == "SELECT `a`, `b` FROM `shop`.`pairs` FORCE INDEX (`PRIMARY`) WHERE ((`a` "
                         "= ? AND `b` = ?))");
  REQUIRE(statement.parameters.size() == 2);
  CHECK(statement.parameters[0].column->name == "a");
}

TEST_CASE("every key is read in one stream, by the index that the server likes best")
{
  Chosen const made(orders());
  CHECK(sql(every_key(made.choice, made.plan)) == Texts{"SELECT `id` FROM `shop`.`orders`"});
  Chosen const filtered(orders(), with_where("total > 5"));
  CHECK(sql(every_key(filtered.choice, filtered.plan)) ==
        Texts{"SELECT `id` FROM `shop`.`orders` WHERE (\ntotal > 5\n)"});
}

TEST_CASE("rows without a document are read by their key first, then what the order needs")
{
  config::Table options;
  options.deletes = config::Deletes{config::Deletes::How::soft, "total"};
  Chosen const made(orders(), options);
  auto const spec = catch_up(departed(made.choice), made.plan, range);
  CHECK(sql(without_fields(spec, made.plan))
            .front()
            .starts_with(
                "SELECT `id`, `updated_at` FROM `shop`.`orders` FORCE INDEX (`by_update`) WHERE "
                "(\nNOT COALESCE((\nNOT COALESCE(`total` <> 0, 0)\n), 0)\n) AND `updated_at` >= ? "
                "AND "
                "`updated_at` <= ? ORDER BY `updated_at`"));
}
