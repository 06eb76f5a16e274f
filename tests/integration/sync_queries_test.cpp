// Every statement that a pass over a table makes, for every form of key, cursor and filter: an
// index is walked, nothing is sorted, and no more rows are touched than the answer needs.

#include "support/explain.hpp"
#include "support/mysql_reads.hpp"
#include "support/read_shapes.hpp"
#include "sync/read_specs.hpp"
#include "sync/row_filter.hpp"

#include <catch2/catch.hpp>

using namespace mysync;
using namespace mysync::sync;
using namespace mysync::test;

namespace {

constexpr int page_rows = 100;

/// Rows that the server has touched for this session so far, and rows it has sorted.
struct Work {
  std::uint64_t touched = 0, sorted = 0;
};

Work work(mysql::Session& session)
{
  Work sum;
  for (auto const& row : session.query("SHOW SESSION STATUS WHERE Variable_name LIKE "
                                       "'Handler_read%' OR Variable_name = 'Sort_rows'")) {
    auto const value = std::stoull(row.at(1).value());
    (row.at(0)->starts_with("Sort") ? sum.sorted : sum.touched) += value;
  }
  return sum;
}

/// How much of the table an answer may cost.
struct Cost {
  std::uint64_t rows;      ///< touched at most
  bool end_to_end = false; ///< an index is to be walked from one end: `index` is no complaint
};

class Server {
public:
  Server() : session(database.options(), "queries") {}

  void check(mysql::Statement const& statement, std::vector<Column const*> const& columns,
             Cost const& cost)
  {
    auto const plan = explain(session, statement);
    INFO(statement.sql.substr(0, 400));
    INFO("access " << plan.access << ", key " << plan.key << ", " << plan.extra);
    CHECK(plan.extra.find("filesort") == std::string::npos);
    CHECK(plan.extra.find("temporary") == std::string::npos);
    // What the server sees to be nothing before it begins: `FALSE`, or a constant without a row.
    bool const nothing = plan.extra.find("no matching row") != std::string::npos ||
                         plan.extra.starts_with("Impossible WHERE");
    if (!cost.end_to_end && !nothing)
      CHECK((plan.access == "range" || plan.access == "ref" || plan.access == "const"));
    auto const before = work(session);
    std::uint64_t rows = 0;
    mysql::for_each_row(session, statement, columns, [&](Row) { ++rows; });
    auto const after = work(session);
    INFO("rows " << rows << ", touched " << after.touched - before.touched);
    CHECK(after.sorted == before.sorted);
    CHECK(after.touched - before.touched <= cost.rows);
  }

  void check_pages(mysql::ReadSpec const& spec, std::optional<Position> const& after,
                   Cost const& cost)
  {
    for (auto const& statement : mysql::page(spec, after, page_rows))
      check(statement, spec.columns, cost);
  }

  /// The position of the n-th row of a read.
  Position position(mysql::ReadSpec const& spec, int row)
  {
    mysql::Session own(database.options(), "position"); // its read is left half way
    mysql::Reader reader(own, spec, std::nullopt, 1000);
    for (int i = 0; i < row; ++i) REQUIRE(reader.next());
    return *reader.position();
  }

  std::string newest(TableChoice const& choice)
  {
    return database
        .ask(fmt::format("SELECT MAX({}) FROM `{}`", choice.cursor.front(), choice.table.name))
        .value();
  }

  MysqlDatabase database;
  mysql::Session session;
};

/// SHOW STATUS and the looks at either end of a range touch some rows themselves.
constexpr std::uint64_t aside = 60;
/// Of a filter that takes a seventh, seven times as many are touched for the same page.
std::uint64_t page_cost(Chosen const& made)
{
  return static_cast<std::uint64_t>(page_rows) * (made.choice.filter.empty() ? 1 : 9) * 2 + aside;
}

void check_key_order(Server& server, Chosen const& made)
{
  auto const spec = whole_table(made.choice, made.plan);
  REQUIRE(spec.paging == mysql::Paging::pages);
  auto const middle = server.position(spec, 1500);
  Cost const cost{page_cost(made)};
  server.check_pages(spec, std::nullopt, {cost.rows, true});
  server.check_pages(spec, middle, cost);
  server.check_pages(without_fields(spec, made.plan), middle, cost);
  auto range = spec;
  range.until = server.position(spec, 2500);
  server.check_pages(range, std::nullopt, cost);
  server.check_pages(range, middle, cost);
  auto const walked = Cost{2 * 1000 + aside, true};
  std::vector<Column const*> key;
  for (auto const index : spec.order) key.push_back(spec.columns[index]);
  for (auto const& statement : mysql::cut(spec, std::nullopt, 1000))
    server.check(statement, key, walked);
  for (auto const& statement : mysql::cut(spec, middle, 1000))
    server.check(statement, key, {walked.rows});
}

void check_lookups(Server& server, Chosen const& made)
{
  auto const whole = whole_table(made.choice, made.plan);
  std::vector<Position> keys;
  mysql::for_each_row(
      server.session, mysql::page(whole, std::nullopt, ids_at_once).front(), whole.columns,
      [&](Row row) { keys.push_back(position_of(whole.columns, row, whole.order)); });
  auto const only = keys_only(made.choice, made.plan);
  std::vector<std::size_t> first(only.columns.size());
  for (std::size_t i = 0; i < first.size(); ++i) first[i] = i;
  for (std::size_t const many : {std::size_t{1}, std::size_t{30}, ids_at_once}) {
    std::vector<Position> const some(keys.begin(), keys.begin() + static_cast<long>(many));
    // At the end of each of its ranges the server may look at one row more.
    Cost const cost{2 * many + aside};
    server.check(mysql::lookup(whole, made.plan.key(), some), whole.columns, cost);
    server.check(mysql::lookup(only, first, some), only.columns, cost);
  }
}

void check_every_key(Server& server, Chosen const& made)
{
  auto const spec = every_key(made.choice, made.plan);
  auto const plan = explain(server.session, mysql::page(spec, std::nullopt, page_rows).front());
  INFO(plan.access << " " << plan.key << " " << plan.extra);
  if (made.choice.filter.empty()) CHECK(plan.access == "index");
  server.check_pages(spec, std::nullopt, {table_rows + aside, true});
}

void check_catch_up(Server& server, Chosen const& made)
{
  auto const newest = server.newest(made.choice);
  auto const spec = catch_up(made.choice, made.plan, {"", newest});
  auto const at = [&](int row) { return server.position(spec, row); };
  auto const low = at(1400).front().value, high = at(2200).front().value;
  auto const* const before = made.choice.mode == config::Mode::append ? "0" : "2000-01-01";
  Cost const stream{2 * 1500 + aside};
  for (auto const& choice : {made.choice, departed(made.choice)}) {
    if (choice.filter == "FALSE") continue;
    auto const range = catch_up(choice, made.plan, {low, high});
    bool const paged = range.paging == mysql::Paging::pages;
    auto const cost = paged ? Cost{page_cost(made)} : stream;
    server.check_pages(range, std::nullopt, cost);
    server.check_pages(range, at(1500), cost);
    server.check_pages(without_fields(range, made.plan), at(1500), cost);
    server.check_pages(catch_up(choice, made.plan, {newest, newest}), std::nullopt, stream);
    server.check_pages(catch_up(choice, made.plan, {before, before}), std::nullopt, {aside});
  }
}

void check_newest(Server& server, Chosen const& made, std::uint64_t rows)
{
  auto const& cursor = *made.choice.table.find(made.choice.cursor.front());
  auto spec = whole_table(made.choice, made.plan);
  spec.where.clear();
  spec.index = made.choice.cursor_index;
  Cost const cost{rows, true};
  if (!spec.index.empty()) server.check(mysql::newest(spec, cursor), {&cursor}, cost);
  if (!mysql::zero_date(cursor).empty())
    server.check(mysql::newest_and_zero(spec, cursor), {&cursor, &cursor}, cost);
}

void check_nulls(Server& server, Chosen const& made)
{
  std::uint64_t const nulls = table_rows / 200;
  for (auto const& choice : {made.choice, departed(made.choice)}) {
    for (char const* const low : {"", "2025-01-01 01:00:00"})
      server.check_pages(null_cursors(choice, made.plan, low), std::nullopt, {2 * nulls + aside});
  }
}

} // namespace

TEST_CASE("every statement of every pass walks an index, sorts nothing and touches what it needs")
{
  Server server;
  for (auto const& shape : shapes) fill(server.database, shape);
  for (auto const& shape : shapes) {
    CAPTURE(shape.name);
    Chosen const made(shape, table_named(server.session, server.database, shape.name));
    CHECK(made.choice.cursor_index.empty() == (shape.name == std::string_view("unindexed")));
    check_key_order(server, made);
    check_lookups(server, made);
    check_every_key(server, made);
    if (made.choice.cursor_index.empty()) { // one pass through all of it finds the newest
      check_newest(server, made, table_rows + aside);
      continue;
    }
    check_catch_up(server, made);
    check_newest(server, made, aside);
    if (made.choice.table.find(made.choice.cursor.front())->nullable) check_nulls(server, made);
  }
}

TEST_CASE("the newest cursor and the zero date are found with and without an index")
{
  MysqlDatabase database;
  for (char const* const type : {"TIMESTAMP(3)", "TIMESTAMP", "DATETIME", "DATETIME(6)", "DATE"}) {
    for (char const* const index : {"", ", KEY c (c)"}) {
      for (bool const has_zero : {false, true}) {
        CAPTURE(type, index, has_zero);
        database.run("DROP TABLE IF EXISTS t");
        database.run(fmt::format("CREATE TABLE t (k INT PRIMARY KEY, c {} NULL{})", type, index));
        database.run("INSERT INTO t VALUES (1, '2026-01-02'), (2, '2026-01-03'), (3, NULL)");
        if (has_zero) database.run("INSERT INTO t VALUES (4, '0000-00-00')");
        mysql::Session session(database.options(), "newest");
        auto const table = table_named(session, database, "t");
        auto spec = all_columns(table, {});
        if (*index != '\0') spec.index = "c";
        auto const& column = *table.find("c");
        std::vector<std::string> found;
        mysql::for_each_row(session, mysql::newest_and_zero(spec, column), {&column, &column},
                            [&](Row row) {
                              found = {shown(column, row[0]), shown(column, row[1])};
                            });
        REQUIRE(found.size() == 2);
        CHECK(found[0].starts_with("2026-01-03"));
        CHECK(found[1] == (has_zero ? mysql::zero_date(column) : "NULL"));
      }
    }
  }
}
