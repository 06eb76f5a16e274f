// What the servers make of the statements: an index walked in order, and nothing sorted.

#include "support/explain.hpp"
#include "support/mysql_reads.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace mysync;
using namespace mysync::mysql;
using namespace mysync::test;

namespace {

void check_walks(Session& session, Statement const& statement, std::string const& index)
{
  auto const plan = explain(session, statement);
  INFO(statement.sql.substr(0, 300));
  INFO("access " << plan.access << ", key " << plan.key << ", " << plan.extra);
  if (plan.extra.find("no matching row") != std::string::npos) return; // read as a constant: no row
  CHECK((plan.access == "range" || plan.access == "ref" || plan.access == "const"));
  CHECK(plan.key == index);
  CHECK(plan.extra.find("filesort") == std::string::npos);
  CHECK(plan.extra.find("temporary") == std::string::npos);
}

} // namespace

TEST_CASE("every page of every key type walks its index and sorts nothing")
{
  struct {
    char const *name, *columns, *fill;
    std::vector<std::string> order;
    char const* index;
  } const tables[] = {
      {"int", "k INT PRIMARY KEY, v INT", "n, n", {"k"}, "PRIMARY"},
      {"small", "k SMALLINT UNSIGNED PRIMARY KEY, v INT", "n, n", {"k"}, "PRIMARY"},
      {"big",
       "k BIGINT UNSIGNED PRIMARY KEY, v INT",
       "18446744073709000000 + n, n",
       {"k"},
       "PRIMARY"},
      {"decimal", "k DECIMAL(30,4) PRIMARY KEY, v INT", "n * 1.5, n", {"k"}, "PRIMARY"},
      {"float", "k FLOAT PRIMARY KEY, v INT", "n / 10, n", {"k"}, "PRIMARY"},
      {"double", "k DOUBLE PRIMARY KEY, v INT", "n / 10, n", {"k"}, "PRIMARY"},
      {"bit", "k BIT(40) PRIMARY KEY, v INT", "n, n", {"k"}, "PRIMARY"},
      {"folded",
       "k VARCHAR(40) CHARACTER SET utf8mb4 PRIMARY KEY, v INT",
       "CONCAT('Kü', n), n",
       {"k"},
       "PRIMARY"},
      {"latin1",
       "k VARCHAR(40) CHARACTER SET latin1 PRIMARY KEY, v INT",
       "CONCAT('Kü', n), n",
       {"k"},
       "PRIMARY"},
      {"three",
       "k VARCHAR(40) CHARACTER SET utf8mb3 PRIMARY KEY, v INT",
       "CONCAT('Kü', n), n",
       {"k"},
       "PRIMARY"},
      {"ascii",
       "k CHAR(36) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY, v INT",
       "UUID(), n",
       {"k"},
       "PRIMARY"},
      {"wide",
       "k VARCHAR(40) CHARACTER SET utf16 PRIMARY KEY, v INT",
       "CONCAT('Kü', n), n",
       {"k"},
       "PRIMARY"},
      {"binary16", "k BINARY(16) PRIMARY KEY, v INT", "UNHEX(MD5(n)), n", {"k"}, "PRIMARY"},
      {"octets", "k VARBINARY(40) PRIMARY KEY, v INT", "CONCAT('k', n), n", {"k"}, "PRIMARY"},
      {"date", "k DATE PRIMARY KEY, v INT", "'2020-01-01' + INTERVAL n DAY, n", {"k"}, "PRIMARY"},
      {"datetime",
       "k DATETIME(6) PRIMARY KEY, v INT",
       "'2020-01-01' + INTERVAL n MICROSECOND, n",
       {"k"},
       "PRIMARY"},
      {"timestamp",
       "k TIMESTAMP PRIMARY KEY, v INT",
       "'2020-01-01' + INTERVAL n SECOND, n",
       {"k"},
       "PRIMARY"},
      {"time", "k TIME(3) PRIMARY KEY, v INT", "SEC_TO_TIME(n), n", {"k"}, "PRIMARY"},
      {"composite",
       "a INT, k VARCHAR(20), v INT, PRIMARY KEY (a, k)",
       "n DIV 50, CONCAT('k', n), n",
       {"a", "k"},
       "PRIMARY"},
      {"triple",
       "a INT, b DATE, k INT, v INT, PRIMARY KEY (a, b, k)",
       "n DIV 100, '2020-01-01' + INTERVAL n DIV 10 DAY, n, n",
       {"a", "b", "k"},
       "PRIMARY"},
      {"cursor_alone",
       "k INT PRIMARY KEY, c TIMESTAMP(6), v INT, KEY cursor_index (c)",
       "n, '2026-01-01' + INTERVAL n DIV 50 SECOND, n",
       {"c", "k"},
       "cursor_index"},
      {"cursor_key",
       "k INT PRIMARY KEY, c DATETIME, v INT, KEY cursor_index (c, k)",
       "n, '2026-01-01' + INTERVAL n DIV 50 SECOND, n",
       {"c", "k"},
       "cursor_index"},
      {"cursor_composite",
       "a INT, k VARCHAR(20), c DATETIME(6) NULL, PRIMARY KEY (a, k), "
       "KEY cursor_index (c)",
       "n DIV 50, CONCAT('k', n), '2026-01-01' + INTERVAL n DIV 50 SECOND",
       {"c", "a", "k"},
       "cursor_index"},
  };
  MysqlDatabase database;
  bool const mariadb = database.is_mariadb();
  for (auto const& made : tables) {
    // MySQL 9.7 has no MD5.
    std::string fill = made.fill;
    if (fill.starts_with("UNHEX(MD5")) fill = "LEFT(UNHEX(SHA2(n, 256)), 16), n";
    database.run(fmt::format("CREATE TABLE `{}` ({})", made.name, made.columns));
    database.run(fmt::format("INSERT INTO `{}` WITH RECURSIVE s AS (SELECT 1 AS n UNION ALL SELECT "
                             "n + 1 FROM s WHERE n < 900) "
                             "SELECT {} FROM s",
                             made.name, fill));
    database.run(fmt::format("ANALYZE TABLE `{}`", made.name));
  }
  if (mariadb) {
    database.run("CREATE TABLE uuid (k UUID PRIMARY KEY, v INT)");
    database.run("INSERT INTO uuid SELECT UUID(), seq FROM seq_1_to_900");
  }
  Session session(database.options(), "plan");
  auto const all = read_tables(session, database.name());
  for (auto const& table : all) {
    auto const made =
        std::ranges::find_if(tables, [&](auto const& each) { return each.name == table.name; });
    auto const order = made == std::end(tables) ? std::vector<std::string>{"k"} : made->order;
    std::string const index = made == std::end(tables) ? "PRIMARY" : made->index;
    auto spec = all_columns(table, order);
    spec.index = index;
    Reader reader(session, spec, std::nullopt, 1000);
    for (int i = 0; i < 455; ++i) REQUIRE(reader.next());
    auto const middle = *reader.position();
    while (reader.next()) {}
    auto const last = *reader.position();
    INFO(table.name);
    for (auto const& statement : page(spec, middle, 100)) check_walks(session, statement, index);
    // As a catch-up asks: between the watermark and the newest value.
    spec.bounds = {{spec.columns[spec.order[0]], middle[0], last[0]}};
    for (auto const& statement : page(spec, middle, 100)) check_walks(session, statement, index);
    for (auto const& statement : page(spec, std::nullopt, 100))
      check_walks(session, statement, index);
    spec.paging = Paging::one_stream;
    for (auto const& statement : page(spec, middle, 100)) check_walks(session, statement, index);
  }
}

TEST_CASE("a lookup of many keys is a range, and the newest value one look")
{
  MysqlDatabase database;
  // Large enough that reading it all is no choice.
  database.run("CREATE TABLE one (id BIGINT UNSIGNED PRIMARY KEY AUTO_INCREMENT, v INT)");
  database.run("INSERT INTO one (v) VALUES (1)");
  for (int i = 0; i < 15; ++i) database.run("INSERT INTO one (v) SELECT v FROM one");
  database.run("CREATE TABLE t (a INT, k VARCHAR(20), u TIMESTAMP(6) NULL, tenant INT, "
               "PRIMARY KEY (a, k), KEY u (u))");
  database.run(
      "INSERT INTO t SELECT id, CONCAT('k', id), '2026-01-01' + INTERVAL id SECOND, id % 7 "
      "FROM one");
  database.run("ANALYZE TABLE t, one");
  Session session(database.options(), "plan");
  auto const all = read_tables(session, database.name());
  auto const& one = all[0];
  auto const& table = all[1];
  std::vector<Position> keys, ids;
  for (int i = 1; i <= 200; ++i)
    keys.push_back({{PositionValue::Kind::text, std::to_string(i)},
                    {PositionValue::Kind::text, fmt::format("k{}", i)}});
  for (int i = 1; i <= 1000; ++i)
    ids.push_back({{PositionValue::Kind::text, std::to_string(i * 3)}});
  check_walks(session, lookup(all_columns(table, {}), {0, 1}, keys), "PRIMARY");
  check_walks(session, lookup(all_columns(one, {}), {0}, ids), "PRIMARY");

  auto spec = all_columns(table, {});
  spec.index = "u";
  for (char const* const where : {"", "tenant = 3"}) {
    spec.where = where;
    auto const plan = explain(session, newest(spec, *table.find("u")));
    CHECK(plan.access == "index");
    CHECK(plan.key == "u");
    CHECK(plan.extra.find("filesort") == std::string::npos);
  }
}
