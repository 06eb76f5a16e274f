// How a read ends when it does not end well.

#include "support/mysql_reads.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <optional>

using namespace mysync;
using namespace mysync::mysql;
using namespace mysync::test;
using Catch::Matchers::Contains;

namespace {

/// Rows that fill every buffer on the way between server and client many times over.
void make_large_table(MysqlDatabase& database)
{
  database.run("CREATE TABLE large (id INT PRIMARY KEY AUTO_INCREMENT, filler VARCHAR(1000))");
  database.run("INSERT INTO large (filler) VALUES (REPEAT('x', 1000))");
  for (int i = 0; i < 16; ++i) database.run("INSERT INTO large (filler) SELECT filler FROM large");
}

/// Reads on until the end, and returns the error that came instead.
std::optional<Error> error_of(Reader& reader)
{
  try {
    while (reader.next()) {}
  } catch (Error const& error) {
    return error;
  }
  return std::nullopt;
}

} // namespace

TEST_CASE("a connection that is killed in mid-stream is an error, not an end")
{
  MysqlDatabase database;
  make_large_table(database);
  for (auto const paging : {Paging::one_stream, Paging::pages}) {
    Session session(database.options(), "large");
    auto const table = table_named(session, database, "large");
    auto spec = all_columns(table, {"id"});
    spec.paging = paging;
    Reader reader(session, spec, std::nullopt, 50'000);
    REQUIRE(reader.next());
    database.run(fmt::format("KILL {}", session.server().connection_id));
    auto const error = error_of(reader);
    REQUIRE(error);
    CHECK(error->fault() == Fault::source);
    CHECK(error->transient());
    CHECK_THAT(error->what(),
               Contains(fmt::format("reading {}.large from mysql ", database.name())));
    CHECK_FALSE(session.usable());
    CHECK(reader.position());
  }
}

TEST_CASE("a query that is killed in mid-stream is an error, not an end")
{
  MysqlDatabase database;
  make_large_table(database);
  Session session(database.options(), "large");
  auto const table = table_named(session, database, "large");
  auto spec = all_columns(table, {"id"});
  spec.paging = Paging::one_stream;
  Reader reader(session, spec, std::nullopt, 1);
  REQUIRE(reader.next());
  database.run(fmt::format("KILL QUERY {}", session.server().connection_id));
  auto const error = error_of(reader);
  REQUIRE(error);
  CHECK(error->transient());
  CHECK_FALSE(session.usable());
  // Who reads on all the same does not find an end.
  CHECK_THROWS_AS(reader.next(), Error);
  CHECK_THROWS_AS(reader.next(), Error);
}

TEST_CASE("a killed query is an error through TLS as well")
{
  MysqlDatabase database;
  if (database.ask("SELECT @@ssl_cert").value_or("").empty()) return;
  make_large_table(database);
  for (char const* const kill : {"KILL QUERY {}", "KILL {}"}) {
    auto options = database.options();
    options.tls.mode = config::TlsMode::required;
    Session session(options, "large");
    auto const table = table_named(session, database, "large");
    auto spec = all_columns(table, {"id"});
    spec.paging = Paging::one_stream;
    Reader reader(session, spec, std::nullopt, 1);
    REQUIRE(reader.next());
    database.run(fmt::format(fmt::runtime(kill), session.server().connection_id));
    auto const error = error_of(reader);
    REQUIRE(error);
    INFO(error->what());
    CHECK(error->transient());
  }
}

TEST_CASE("a reader that is given up does not read the rest, and the server stops")
{
  MysqlDatabase database;
  make_large_table(database);
  for (auto const mode : {config::TlsMode::automatic, config::TlsMode::required}) {
    if (mode == config::TlsMode::required && database.ask("SELECT @@ssl_cert").value_or("").empty())
      continue;
    auto options = database.options();
    options.tls.mode = mode;
    Session session(options, "large");
    auto const table = table_named(session, database, "large");
    auto spec = all_columns(table, {"id"});
    spec.paging = Paging::one_stream;
    // Rows without end for all practical purposes: draining them would never come back.
    spec.where = "1 + (SELECT COUNT(*) FROM large a, large b WHERE a.id < 40 AND b.id < 40) > 0";
    auto const begun = std::chrono::steady_clock::now();
    {
      Reader reader(session, spec, std::nullopt, 1);
      REQUIRE(reader.next());
    }
    CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(5));
    CHECK_FALSE(session.usable());
    auto const gone =
        fmt::format("SELECT COUNT(*) FROM information_schema.processlist WHERE ID = {}",
                    session.server().connection_id);
    for (int tries = 0; database.ask(gone) != "0"; ++tries) {
      REQUIRE(tries < 500);
      ::usleep(10'000);
    }
  }
}

TEST_CASE("an unknown table or column is an error for good, with the server's words")
{
  MysqlDatabase database;
  database.run("CREATE TABLE t (id INT PRIMARY KEY)");
  Session session(database.options(), "t");
  auto const table = table_named(session, database, "t");
  auto spec = all_columns(table, {"id"});
  spec.where = "no_such_column = 1";
  Reader wrong_column(session, spec, std::nullopt, 1);
  auto const unknown_column = error_of(wrong_column);
  REQUIRE(unknown_column);
  CHECK_FALSE(unknown_column->transient());
  CHECK_THAT(unknown_column->what(), Contains("no_such_column") && Contains("(1054)"));
  spec.where.clear();
  spec.table = "no_such_table";
  Reader wrong_table(session, spec, std::nullopt, 1);
  auto const unknown_table = error_of(wrong_table);
  REQUIRE(unknown_table);
  CHECK_THAT(unknown_table->what(), Contains("(1146)"));
  CHECK(session.usable());
}

TEST_CASE("a parameter mark in the configured SQL is refused")
{
  MysqlDatabase database;
  database.run("CREATE TABLE t (id INT PRIMARY KEY)");
  Session session(database.options(), "t");
  auto const table = table_named(session, database, "t");
  auto spec = all_columns(table, {"id"});
  spec.where = "id = ?";
  Reader reader(session, spec, std::nullopt, 1);
  auto const error = error_of(reader);
  REQUIRE(error);
  CHECK(error->fault() == Fault::config);
}

TEST_CASE("a table that is altered between two pages is an error that only planning again may cure")
{
  for (char const* const change :
       {"MODIFY v BIGINT UNSIGNED", "MODIFY v VARCHAR(100)", "DROP COLUMN v"}) {
    MysqlDatabase database;
    database.run("CREATE TABLE t (id INT PRIMARY KEY, v INT)");
    database.run("INSERT INTO t VALUES (1, 1), (2, 2), (3, 3), (4, 4), (5, 5)");
    Session session(database.options(), "t");
    auto const table = table_named(session, database, "t");
    Reader reader(session, all_columns(table, {"id"}), std::nullopt, 2);
    REQUIRE(reader.next());
    REQUIRE(reader.next());
    // The second page is prepared and open only after this.
    database.run(fmt::format("ALTER TABLE t {}", change));
    auto const error = error_of(reader);
    INFO(change);
    REQUIRE(error);
    INFO(error->what());
    CHECK(error->fault() == Fault::source);
    CHECK_FALSE(error->transient());
  }
}

TEST_CASE("a table that is altered while the pages of one statement go on is noticed")
{
  MysqlDatabase database;
  database.run("CREATE TABLE t (id INT PRIMARY KEY, v INT)");
  database.run("INSERT INTO t VALUES (1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 6), (7, 7)");
  Session session(database.options(), "t");
  auto const table = table_named(session, database, "t");
  Reader reader(session, all_columns(table, {"id"}), std::nullopt, 2);
  for (int i = 0; i < 4; ++i) REQUIRE(reader.next());
  database.run("ALTER TABLE t MODIFY v BIGINT UNSIGNED");
  auto const error = error_of(reader);
  REQUIRE(error);
  INFO(error->what());
  CHECK_FALSE(error->transient());
}

TEST_CASE("a lookup whose caller throws leaves no statement behind")
{
  MysqlDatabase database;
  make_large_table(database);
  Session session(database.options(), "large");
  auto const table = table_named(session, database, "large");
  auto const spec = all_columns(table, {});
  Statement const everything{fmt::format("SELECT id, filler FROM `{}`.large", database.name()), {}};
  CHECK_THROWS_AS(for_each_row(session, everything, spec.columns,
                               [](Row) { throw std::runtime_error("enough"); }),
                  std::runtime_error);
  CHECK_FALSE(session.usable());
}
