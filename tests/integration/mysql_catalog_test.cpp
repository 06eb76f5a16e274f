#include "mysql/catalog.hpp"
#include "support/mysql_server.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace mysync;
using namespace mysync::mysql;
using namespace mysync::test;
using Catch::Matchers::Contains;

namespace {

using Names = std::vector<std::string>;

Table only_table(MysqlDatabase const& database)
{
  Session session(database.options(), "catalog");
  auto tables = read_tables(session, database.name());
  REQUIRE(tables.size() == 1);
  return tables[0];
}

Index const& index_named(Table const& table, std::string_view name)
{
  auto const found = std::ranges::find(table.indexes, name, &Index::name);
  REQUIRE(found != table.indexes.end());
  return *found;
}

Column const& column_named(Table const& table, std::string_view name)
{
  auto const* const found = table.find(name);
  REQUIRE(found != nullptr);
  return *found;
}

} // namespace

TEST_CASE("an unknown database is an error that names it")
{
  Session session(mysql_options(), "catalog");
  CHECK_THROWS_WITH(read_tables(session, "mysync no such"),
                    Contains("unknown database 'mysync no such'"));
}

TEST_CASE("tables and views are listed by name, an empty database has none")
{
  MysqlDatabase database;
  Session session(database.options(), "catalog");
  CHECK(read_tables(session, database.name()).empty());
  database.run("CREATE TABLE `odd ``name` (id INT PRIMARY KEY) ENGINE=InnoDB");
  database.run("CREATE TABLE a (id INT) ENGINE=MyISAM");
  database.run("CREATE VIEW b AS SELECT 1 AS one");
  if (database.is_mariadb()) database.run("CREATE SEQUENCE counter");
  auto const tables = read_tables(session, database.name());
  REQUIRE(tables.size() == 3);
  CHECK(tables[0].name == "a");
  CHECK(tables[0].engine == "MyISAM");
  CHECK(tables[0].primary_key() == nullptr);
  CHECK(tables[1].name == "b");
  CHECK(tables[1].is_view);
  CHECK(tables[1].columns.size() == 1);
  CHECK(tables[2].name == "odd `name");
  CHECK(tables[2].schema == database.name());
  CHECK(tables[2].engine == "InnoDB");
  CHECK_FALSE(tables[2].is_view);
  REQUIRE(tables[2].primary_key() != nullptr);
  CHECK(tables[2].primary_key()->columns == Names{"id"});
}

TEST_CASE("the estimate of rows is of the right size")
{
  MysqlDatabase database;
  database.run("CREATE TABLE t (id INT PRIMARY KEY AUTO_INCREMENT)");
  database.run("INSERT INTO t VALUES (NULL)");
  for (int i = 0; i < 12; ++i) database.run("INSERT INTO t SELECT NULL FROM t");
  database.run("ANALYZE TABLE t");
  auto const estimate = only_table(database).rows_estimate;
  CHECK(estimate > 2000);
  CHECK(estimate < 8000);
}

TEST_CASE("columns keep their order and say what they are")
{
  MysqlDatabase database;
  database.run(
      "CREATE TABLE t (id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, "
      "e ENUM('a','b,c','it''s','back\\\\slash','new\\nline','','ü') NOT NULL DEFAULT 'it''s', "
      "s SET('x','y z') CHARACTER SET latin1, b BIT(3), d DECIMAL(10,3), "
      "dt DATETIME(6) DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), "
      "ts TIMESTAMP NULL DEFAULT CURRENT_TIMESTAMP, v VARCHAR(20) DEFAULT 'current_timestamp', "
      "n VARCHAR(10) DEFAULT NULL, j JSON, g POINT, bi BINARY(16), lt LONGTEXT, "
      "gv INT AS (i + 1) VIRTUAL, gs INT AS (i + 1) STORED, i INT DEFAULT 7, "
      "tiny TINYINT(1), tm TIME(2), x VARCHAR(40) DEFAULT (UUID()))");
  auto const table = only_table(database);
  Names names;
  for (auto const& column : table.columns) names.push_back(column.name);
  CHECK(names == Names{"id", "e", "s", "b", "d", "dt", "ts", "v", "n", "j", "g", "bi", "lt", "gv",
                       "gs", "i", "tiny", "tm", "x"});
  auto const& id = column_named(table, "id");
  CHECK(id.type == ColumnType::integer);
  CHECK(id.is_unsigned);
  CHECK(id.auto_increment);
  CHECK_FALSE(id.nullable);
  CHECK_FALSE(id.default_value);
  auto const& e = column_named(table, "e");
  CHECK(e.members == Names{"a", "b,c", "it's", "back\\slash", "new\nline", "", "ü"});
  CHECK(e.default_value == "it's");
  CHECK(e.charset == "utf8mb4");
  auto const& s = column_named(table, "s");
  CHECK(s.members == Names{"x", "y z"});
  CHECK(s.charset == "latin1");
  CHECK(s.collation == "latin1_swedish_ci");
  CHECK(column_named(table, "b").length == 3);
  CHECK(column_named(table, "d").precision == 10);
  CHECK(column_named(table, "d").scale == 3);
  auto const& dt = column_named(table, "dt");
  CHECK(dt.scale == 6);
  CHECK(dt.default_now);
  CHECK(dt.on_update_now);
  auto const& ts = column_named(table, "ts");
  CHECK(ts.type == ColumnType::timestamp);
  CHECK(ts.default_now);
  CHECK_FALSE(ts.on_update_now);
  auto const& v = column_named(table, "v");
  CHECK(v.default_value == "current_timestamp");
  CHECK_FALSE(v.default_now);
  CHECK(v.length == 80);
  CHECK_FALSE(column_named(table, "n").default_value);
  CHECK(column_named(table, "n").nullable);
  CHECK(column_named(table, "j").type == ColumnType::json);
  CHECK(column_named(table, "g").type == ColumnType::geometry);
  CHECK(column_named(table, "bi").type == ColumnType::fixed_binary);
  CHECK(column_named(table, "bi").length == 16);
  CHECK(column_named(table, "lt").length == 4294967295);
  CHECK(column_named(table, "gv").generated);
  CHECK(column_named(table, "gs").generated);
  CHECK(column_named(table, "i").default_value == "7");
  CHECK_THAT(column_named(table, "tiny").declared, Contains("tinyint(1)"));
  CHECK(column_named(table, "tm").scale == 2);
  CHECK_FALSE(column_named(table, "x").generated);
}

TEST_CASE("only a whole, visible, ascending index is usable")
{
  MysqlDatabase database;
  bool const mariadb = database.is_mariadb();
  database.run("CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT, v VARCHAR(50), tx TEXT, "
               "g POINT NOT NULL, UNIQUE KEY uq (b, a), KEY plain (a, v), KEY prefix (v(10)), "
               "KEY descending (a DESC, b), FULLTEXT KEY words (tx), SPATIAL KEY place (g))");
  database.run(mariadb ? "CREATE INDEX hidden ON t (b) IGNORED"
                       : "CREATE INDEX hidden ON t (b) INVISIBLE");
  if (!mariadb) database.run("CREATE INDEX expression ON t ((a + b))");
  auto const table = only_table(database);
  CHECK(table.primary_key()->unique);
  CHECK(table.primary_key()->usable);
  CHECK(index_named(table, "uq").unique);
  CHECK(index_named(table, "uq").usable);
  CHECK(index_named(table, "uq").columns == Names{"b", "a"});
  CHECK(index_named(table, "plain").usable);
  CHECK_FALSE(index_named(table, "plain").unique);
  CHECK(index_named(table, "plain").columns == Names{"a", "v"});
  for (char const* const name : {"prefix", "descending", "words", "place", "hidden"}) {
    INFO(name);
    CHECK_FALSE(index_named(table, name).usable);
  }
  if (!mariadb) {
    CHECK_FALSE(index_named(table, "expression").usable);
    CHECK(index_named(table, "expression").columns == Names{""});
  }
}

TEST_CASE("foreign keys and their rules are seen with all rights and with SELECT alone")
{
  MysqlDatabase database;
  database.run("CREATE TABLE parent (a INT, b INT, PRIMARY KEY (a, b))");
  database.run(
      "CREATE TABLE child (id INT PRIMARY KEY, x INT, y INT, p INT, CONSTRAINT one FOREIGN KEY "
      "(x, y) REFERENCES parent (a, b) ON DELETE CASCADE ON UPDATE SET NULL, CONSTRAINT two "
      "FOREIGN KEY (p) REFERENCES child (id) ON DELETE SET NULL)");
  auto const user = fmt::format("mysync_t{}", ::getpid());
  database.run(fmt::format("CREATE USER '{}'@'%' IDENTIFIED BY 'only-to-read'", user));
  database.run(fmt::format("GRANT SELECT ON `{}`.* TO '{}'@'%'", database.name(), user));
  auto reading = database.options();
  reading.user = user;
  reading.password = Secret("only-to-read");
  for (auto const& options : {database.options(), reading}) {
    INFO(options.user);
    Session session(options, "catalog");
    auto const tables = read_tables(session, database.name());
    REQUIRE(tables.size() == 2);
    auto const& keys = tables[0].foreign_keys;
    REQUIRE(keys.size() == 2);
    CHECK(keys[0].columns == Names{"x", "y"});
    CHECK(keys[0].referenced_table == "parent");
    CHECK(keys[0].on_delete == "CASCADE");
    CHECK(keys[0].on_update == "SET NULL");
    CHECK(keys[1].columns == Names{"p"});
    CHECK(keys[1].on_delete == "SET NULL");
    CHECK(tables[1].foreign_keys.empty());
  }
  database.run(fmt::format("DROP USER '{}'@'%'", user));
}

TEST_CASE("when a version of a row ends is no part of a system-versioned table's keys")
{
  MysqlDatabase database;
  if (!database.is_mariadb()) return;
  database.run("CREATE TABLE t (id INT PRIMARY KEY, u INT UNIQUE, "
               "begins TIMESTAMP(6) GENERATED ALWAYS AS ROW START, "
               "ends TIMESTAMP(6) GENERATED ALWAYS AS ROW END, "
               "PERIOD FOR SYSTEM_TIME (begins, ends)) WITH SYSTEM VERSIONING");
  auto const table = only_table(database);
  for (auto const& index : table.indexes)
    CHECK(index.columns == Names{index.name == "PRIMARY" ? "id" : "u"});
  CHECK(table.indexes.size() == 2);
  CHECK(table.columns.size() == 4);
}

TEST_CASE("invisible columns and a generated invisible primary key are seen")
{
  MysqlDatabase database;
  if (database.is_mariadb()) {
    database.run(
        "CREATE TABLE t (id INT PRIMARY KEY, hidden INT INVISIBLE) WITH SYSTEM VERSIONING");
    auto const table = only_table(database);
    CHECK(column_named(table, "hidden").invisible);
    CHECK_FALSE(column_named(table, "id").invisible);
    CHECK_FALSE(table.is_view);
  } else {
    database.run("SET SESSION sql_generate_invisible_primary_key = ON");
    database.run("CREATE TABLE t (v INT, hidden INT INVISIBLE)");
    auto const table = only_table(database);
    CHECK(column_named(table, "hidden").invisible);
    CHECK(column_named(table, "my_row_id").invisible);
    CHECK(column_named(table, "my_row_id").auto_increment);
    REQUIRE(table.primary_key() != nullptr);
    CHECK(table.primary_key()->columns == Names{"my_row_id"});
  }
}

TEST_CASE("types that only one server has are known")
{
  MysqlDatabase database;
  if (database.is_mariadb()) {
    database.run("CREATE TABLE t (u UUID, i4 INET4, i6 INET6)");
    auto const table = only_table(database);
    CHECK(column_named(table, "u").type == ColumnType::uuid);
    CHECK(column_named(table, "i4").type == ColumnType::inet4);
    CHECK(column_named(table, "i6").type == ColumnType::inet6);
  } else {
    database.run("CREATE TABLE t (v VECTOR(3), j JSON)");
    auto const table = only_table(database);
    CHECK(column_named(table, "v").type == ColumnType::vector);
    CHECK(column_named(table, "j").type == ColumnType::json);
  }
}
