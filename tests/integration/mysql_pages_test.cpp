// Which rows a read gives, and in what order.

#include "support/mysql_reads.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace mysync;
using namespace mysync::mysql;
using namespace mysync::test;

namespace {

/// The positions of all rows, range after range, each cut about `size` rows behind the one before.
std::vector<Position> read_in_ranges(Session& session, ReadSpec spec, std::uint64_t size)
{
  std::vector<Position> seen;
  std::optional<Position> frontier;
  do {
    spec.until = find_cut(session, spec, frontier, size);
    Reader range(session, spec, frontier, 2);
    while (range.next()) seen.push_back(*range.position());
    frontier = spec.until;
  } while (frontier && seen.size() < 1000);
  return seen;
}

} // namespace

TEST_CASE("pages of any size give every row exactly once, in order")
{
  struct {
    char const *name, *columns, *values;
    std::vector<std::string> order;
  } const tables[] = {
      {"int", "k INT PRIMARY KEY", "(-5),(0),(7),(2147483647),(-2147483648)", {"k"}},
      {"unsigned",
       "k BIGINT UNSIGNED PRIMARY KEY",
       "(0),(1),(9223372036854775807),(9223372036854775808),(18446744073709551615)",
       {"k"}},
      {"decimal",
       "k DECIMAL(40,10) PRIMARY KEY",
       "(0),(-0.0000000001),(123456789012345678901234567890.5),(123456789012345678901234567890.6),"
       "(-999999999999999999999999999999)",
       {"k"}},
      {"float", "k FLOAT PRIMARY KEY", "(0.1),(0.2),(-1e30),(16777216),(16777218),(1e-40)", {"k"}},
      {"double", "k DOUBLE PRIMARY KEY", "(0.1),(0.2),(-1e300),(1e-300),(9007199254740993)", {"k"}},
      {"date",
       "k DATE PRIMARY KEY",
       "('0000-00-00'),('2026-01-01'),('2026-01-02'),('9999-12-31'),('2010-00-00')",
       {"k"}},
      {"datetime",
       "k DATETIME(6) PRIMARY KEY",
       "('2026-01-01 00:00:00'),('2026-01-01 00:00:00.000001'),('2026-01-01 00:00:00.999999'),"
       "('9999-12-31 23:59:59.999999'),('0000-00-00')",
       {"k"}},
      {"timestamp",
       "k TIMESTAMP(3) PRIMARY KEY",
       "('1970-01-01 00:00:01'),('2026-03-29 01:30:00'),('2026-03-29 02:30:00.001'),"
       "('2038-01-19 03:14:07.999'),('0000-00-00')",
       {"k"}},
      {"time",
       "k TIME(2) PRIMARY KEY",
       "('-838:59:59'),('-00:00:01'),('00:00:00'),('25:00:00.01'),('838:59:59')",
       {"k"}},
      {"year", "k YEAR PRIMARY KEY", "(0000),(1901),(2000),(2026),(2155)", {"k"}},
      {"bit",
       "k BIT(64) PRIMARY KEY",
       "(0),(1),(9223372036854775808),(18446744073709551615),(255)",
       {"k"}},
      {"folded",
       "k VARCHAR(20) PRIMARY KEY",
       "('a'),('B'),('c'),('ä1'),('A2'),('zebra'),('Zoo'),('日本'),('🎉')",
       {"k"}},
      {"latin1",
       "k VARCHAR(20) CHARACTER SET latin1 PRIMARY KEY",
       "('a'),('é'),('Z'),('ÿ'),('ü')",
       {"k"}},
      {"three",
       "k VARCHAR(20) CHARACTER SET utf8mb3 PRIMARY KEY",
       "('a'),('é'),('Z'),('日'),('ü')",
       {"k"}},
      {"binary16", "k BINARY(16) PRIMARY KEY", "(x'00'),(x'ff'),(x'80'),(x'7f'),(x'00ff')", {"k"}},
      {"octets", "k VARBINARY(20) PRIMARY KEY", "(''),(x'00'),(x'0000'),(x'ff'),('a')", {"k"}},
      {"composite",
       "a INT, k VARCHAR(10), PRIMARY KEY (a, k)",
       "(1,'a'),(1,'b'),(1,'c'),(2,'A'),(2,'b'),(3,''),(3,'z'),(3,'zz')",
       {"a", "k"}},
      {"ties",
       "k INT PRIMARY KEY, a TIMESTAMP(6), KEY (a)",
       "(1,'2026-01-01'),(2,'2026-01-01'),(3,'2026-01-01'),(4,'2026-01-01'),(5,'2026-01-02'),"
       "(6,'2026-01-02'),(7,'2026-01-01')",
       {"a", "k"}},
      {"text_ties",
       "k INT PRIMARY KEY, a VARCHAR(9), KEY (a, k)",
       "(1,'x'),(2,'X'),(3,'x '),(4,'X'),(5,'y'),(6,'Y'),(7,'w')",
       {"a", "k"}},
      {"nulls",
       "k INT PRIMARY KEY, a INT, KEY (a)",
       "(1,NULL),(2,NULL),(3,1),(4,NULL),(5,1),(6,2)",
       {"a", "k"}},
  };
  MysqlDatabase database;
  for (auto const& made : tables) {
    database.run(fmt::format("CREATE TABLE `{}` ({})", made.name, made.columns));
    database.run(fmt::format("INSERT INTO `{}` VALUES {}", made.name, made.values));
  }
  Session session(database.options(), "paging");
  auto const all = read_tables(session, database.name());
  for (auto const& made : tables) {
    auto const& table = *std::ranges::find(all, std::string(made.name), &Table::name);
    auto const rows =
        std::stoul(*database.ask(fmt::format("SELECT COUNT(*) FROM `{}`", made.name)));
    auto const spec = all_columns(table, made.order);
    std::vector<Position> expected;
    Reader whole(session, spec, std::nullopt, 1000);
    while (whole.next()) expected.push_back(*whole.position());
    INFO(made.name);
    REQUIRE(rows >= 5);
    REQUIRE(expected.size() == rows);
    for (std::uint64_t const size : {1U, 2U, 7U}) {
      INFO("pages of " << size);
      std::vector<Position> seen;
      Reader paged(session, spec, std::nullopt, size);
      while (paged.next()) seen.push_back(*paged.position());
      CHECK(seen == expected);
    }
    for (std::size_t i = 0; i < expected.size(); ++i) {
      INFO("continued behind row " << i);
      Reader rest(session, spec, expected[i], 2);
      std::vector<Position> seen(expected.begin(),
                                 expected.begin() + static_cast<std::ptrdiff_t>(i) + 1);
      while (rest.next()) seen.push_back(*rest.position());
      CHECK(seen == expected);
    }
    for (std::uint64_t const size : {1U, 2U, 3U}) {
      INFO("ranges of " << size);
      if (std::string(made.name) == "nulls") continue; // a key has none
      CHECK(read_in_ranges(session, spec, size) == expected);
    }
  }
}

TEST_CASE("MariaDB's own key types are paged through")
{
  MysqlDatabase database;
  if (!database.is_mariadb()) return;
  database.run("CREATE TABLE u (k UUID PRIMARY KEY)");
  database.run("INSERT INTO u SELECT UUID() FROM seq_1_to_20");
  database.run(
      "INSERT INTO u VALUES ('ffffffff-ffff-4fff-bfff-ffffffffffff'), "
      "('00000000-0000-0000-0000-000000000000'), ('00000000-0000-4000-8000-000000000001')");
  database.run("CREATE TABLE i (k INET6 PRIMARY KEY)");
  database.run(
      "INSERT INTO i VALUES ('::'), ('::1'), ('::ffff:10.0.0.1'), ('ffff::'), ('2001:db8::1')");
  Session session(database.options(), "paging");
  for (auto const& table : read_tables(session, database.name())) {
    auto const spec = all_columns(table, {"k"});
    std::set<std::string> seen;
    std::size_t rows = 0;
    Reader reader(session, spec, std::nullopt, 2);
    for (; reader.next(); ++rows) seen.insert(reader.position()->at(0).value);
    INFO(table.name);
    CHECK(rows == (table.name == "u" ? 23 : 5));
    CHECK(seen.size() == rows);
  }
}

TEST_CASE("one stream continues at the first value of its order, inclusive")
{
  MysqlDatabase database;
  database.run("CREATE TABLE t (e ENUM('z','a') NOT NULL, k INT, PRIMARY KEY (k, e))");
  database.run("INSERT INTO t VALUES ('z', 1), ('a', 1), ('z', 2), ('a', 2), ('z', 3)");
  Session session(database.options(), "t");
  auto const table = table_named(session, database, "t");
  auto spec = all_columns(table, {"k", "e"});
  spec.paging = Paging::one_stream;
  Position const after{{PositionValue::Kind::text, "2"}, {PositionValue::Kind::text, "a"}};
  std::multiset<std::string> seen;
  Reader reader(session, spec, after, 1);
  while (reader.next()) seen.insert(reader.position()->at(0).value);
  CHECK(seen == std::multiset<std::string>{"2", "2", "3"});
}

TEST_CASE("bounds and conditions limit what is read")
{
  MysqlDatabase database;
  database.run("CREATE TABLE t (id INT PRIMARY KEY, u DATETIME(6) NULL, tenant INT, KEY (u))");
  database.run(
      "INSERT INTO t VALUES (1, '2026-01-01', 7), (2, '2026-01-02', 7), (3, '2026-01-03', 8), "
      "(4, NULL, 7), (5, '2026-01-04', 7), (6, '2026-01-05', 7), (7, NULL, 8)");
  Session session(database.options(), "t");
  auto const table = table_named(session, database, "t");
  auto const ids = [&](ReadSpec const& spec) {
    std::vector<std::int64_t> seen;
    Reader reader(session, spec, std::nullopt, 2);
    while (auto const row = reader.next()) seen.push_back((*row)[0].integer);
    return seen;
  };
  auto bounded = all_columns(table, {"u", "id"});
  bounded.where = "tenant = 7 -- ours";
  bounded.bounds = {{table.find("u"),
                     {PositionValue::Kind::text, "2026-01-02 00:00:00.000000"},
                     {PositionValue::Kind::text, "2026-01-04 00:00:00.000000"}}};
  CHECK(ids(bounded) == std::vector<std::int64_t>{2, 5});
  auto nulls = all_columns(table, {"id"});
  nulls.null_columns = {table.find("u")};
  CHECK(ids(nulls) == std::vector<std::int64_t>{4, 7});
}

TEST_CASE("an empty table ends at once, and has no position")
{
  MysqlDatabase database;
  database.run("CREATE TABLE t (id INT PRIMARY KEY)");
  Session session(database.options(), "t");
  auto const table = table_named(session, database, "t");
  Reader reader(session, all_columns(table, {"id"}), std::nullopt, 10);
  CHECK_FALSE(reader.position());
  CHECK_FALSE(reader.next());
  CHECK_FALSE(reader.next());
  CHECK_FALSE(reader.position());
  CHECK(session.usable());
}

TEST_CASE("the last row can still be looked at after the end")
{
  MysqlDatabase database;
  database.run("CREATE TABLE t (id INT PRIMARY KEY, v LONGTEXT)");
  database.run("INSERT INTO t VALUES (1, 'a'), (2, REPEAT('b', 9000))");
  Session session(database.options(), "t");
  auto const table = table_named(session, database, "t");
  Reader reader(session, all_columns(table, {"id"}), std::nullopt, 1);
  reader.next();
  auto const last = reader.next();
  REQUIRE(last);
  CHECK_FALSE(reader.next());
  CHECK((*last)[0].integer == 2);
  CHECK((*last)[1].bytes.size() == 9000);
  CHECK(reader.position()->at(0).value == "2");
}

TEST_CASE("lookups find the rows of the keys that are still there")
{
  MysqlDatabase database;
  database.run("CREATE TABLE t (a INT, k VARCHAR(10), v INT, PRIMARY KEY (a, k))");
  database.run("INSERT INTO t VALUES (1, 'x', 10), (1, 'y', 20), (2, 'x', 30)");
  Session session(database.options(), "t");
  auto const table = table_named(session, database, "t");
  auto const spec = all_columns(table, {});
  auto const key = [](char const* a, char const* k) {
    return Position{{PositionValue::Kind::text, a}, {PositionValue::Kind::text, k}};
  };
  std::set<std::int64_t> seen;
  for_each_row(session, lookup(spec, {0, 1}, {key("1", "x"), key("2", "X"), key("3", "x")}),
               spec.columns, [&](Row row) { seen.insert(row[2].integer); });
  CHECK(seen == std::set<std::int64_t>{10, 30});
  std::size_t none = 0;
  for_each_row(session, lookup(spec, {0, 1}, {}), spec.columns, [&](Row) { ++none; });
  CHECK(none == 0);
}

TEST_CASE("the newest value is the largest, and NULL or nothing where there is none")
{
  MysqlDatabase database;
  database.run("CREATE TABLE t (id INT PRIMARY KEY, u TIMESTAMP(6) NULL, KEY u (u))");
  Session session(database.options(), "t");
  auto const table = table_named(session, database, "t");
  auto spec = all_columns(table, {"u", "id"});
  spec.index = "u";
  auto const& column = *table.find("u");
  auto const value = [&] {
    std::string newest_value = "nothing";
    for_each_row(session, newest(spec, column), {&column},
                 [&](Row row) { newest_value = shown(column, row[0]); });
    return newest_value;
  };
  CHECK(value() == "nothing");
  database.run("INSERT INTO t VALUES (1, NULL)");
  CHECK(value() == "NULL");
  database.run("INSERT INTO t VALUES (2, '2026-01-02 00:00:00.000001'), (3, '2026-01-01')");
  CHECK(value() == "2026-01-02 00:00:00.000001");
  spec.where = "id <> 2";
  CHECK(value() == "2026-01-01 00:00:00.000000");
}
