#include "mysql/reader.hpp"
#include "mysql/session.hpp"
#include "support/mysql_server.hpp"

#include <catch2/catch.hpp>

using namespace mysync;
using namespace mysync::mysql;
using namespace mysync::test;
using Catch::Matchers::Contains;

namespace {

/// The error that opening a session with these options ends in.
Error refusal(config::Mysql const& options)
{
  try {
    Session const session(options, "test");
  } catch (Error const& error) {
    return error;
  }
  throw std::runtime_error("the session opened");
}

std::string ask(Session& session, std::string const& sql)
{
  return session.query(sql).at(0).at(0).value_or("NULL");
}

} // namespace

TEST_CASE("a session reads in UTC and utf8mb4, without modes or limits")
{
  MysqlDatabase const database;
  Session session(database.options(), "orders");
  CHECK(ask(session, "SELECT @@session.time_zone") == "+00:00");
  CHECK(ask(session, "SELECT @@session.sql_mode") == "");
  CHECK(ask(session, "SELECT @@autocommit") == "1");
  CHECK(ask(session, "SELECT @@character_set_client") == "utf8mb4");
  CHECK(ask(session, "SELECT @@character_set_results") == "utf8mb4");
  CHECK(ask(session, "SELECT @@character_set_connection") == "utf8mb4");
  CHECK(ask(session, "SELECT @@sql_select_limit") == "18446744073709551615");
  CHECK(ask(session, "SELECT @@net_write_timeout") == "3600");
  auto const limit =
      session.server().mariadb ? "SELECT @@max_statement_time" : "SELECT @@max_execution_time";
  CHECK(std::stod(ask(session, limit)) == 0);
  CHECK(ask(session, "SELECT DATABASE()") == database.name());
}

TEST_CASE("a session cannot write")
{
  MysqlDatabase database;
  database.run("CREATE TABLE t (id INT PRIMARY KEY)");
  Session session(database.options(), "t");
  CHECK_THROWS_WITH(session.query("INSERT INTO t VALUES (1)"), Contains("(1792)"));
  CHECK(session.usable());
  CHECK(database.ask("SELECT COUNT(*) FROM t") == "0");
}

TEST_CASE("a session knows its server")
{
  MysqlDatabase database;
  Session session(database.options(), "test");
  CHECK(session.server().version == database.ask("SELECT VERSION()"));
  CHECK(session.server().mariadb == database.is_mariadb());
  CHECK(session.server().number > 50700);
  CHECK(std::to_string(session.server().connection_id) == ask(session, "SELECT CONNECTION_ID()"));
  CHECK(session.where() ==
        fmt::format("mysql {}:{}", database.options().host, database.options().port));
  CHECK_THAT(client_version(), Contains(is_libmariadb ? "libmariadb 3." : "libmysqlclient "));
}

TEST_CASE("a session introduces itself to the server")
{
  MysqlDatabase database;
  if (database.ask("SELECT @@performance_schema") != "1") return; // off by default in MariaDB
  Session session(database.options(), "orders");
  auto const attributes = session.query(fmt::format(
      "SELECT ATTR_NAME, ATTR_VALUE FROM performance_schema.session_connect_attrs WHERE "
      "PROCESSLIST_ID = {} AND ATTR_NAME IN ('program_name', 'context') ORDER BY 1",
      session.server().connection_id));
  REQUIRE(attributes.size() == 2);
  CHECK(attributes[0] == TextRow{"context", "orders"});
  CHECK(attributes[1] == TextRow{"program_name", "mysync"});
}

TEST_CASE("text rows keep NULL, the empty string and zero bytes apart")
{
  MysqlDatabase const database;
  Session session(database.options(), "test");
  auto const rows = session.query("SELECT NULL, '', 'a\\0b', 7 UNION ALL SELECT 1, 2, 3, 4");
  REQUIRE(rows.size() == 2);
  CHECK(rows[0] == TextRow{std::nullopt, "", std::string("a\0b", 3), "7"});
  CHECK(session.query("DO 1").empty());
}

TEST_CASE("a wrong password is refused for good, with its source and without itself")
{
  auto options = mysql_options();
  options.password = Secret("canary-password");
  options.password_source = "/run/secrets/mysql";
  auto const error = refusal(options);
  CHECK(error.fault() == Fault::source);
  CHECK_FALSE(error.transient());
  CHECK_THAT(error.what(),
             Contains(fmt::format("connecting to mysql {}:{}: ", options.host, options.port)) &&
                 Contains("(1045)") && Contains("the password is from /run/secrets/mysql") &&
                 !Contains("canary"));
}

TEST_CASE("an unknown database is refused for good and named")
{
  auto options = mysql_options();
  options.database = "mysync_no_such_database";
  auto const error = refusal(options);
  CHECK_FALSE(error.transient());
  CHECK_THAT(error.what(), Contains("mysync_no_such_database") && Contains("(1049)"));
}

TEST_CASE("a port where nobody listens may have a server later")
{
  auto options = mysql_options();
  options.host = "127.0.0.1";
  options.port = 1;
  auto const error = refusal(options);
  CHECK(error.fault() == Fault::source);
  CHECK(error.transient());
  CHECK_THAT(error.what(), Contains("mysql 127.0.0.1:1"));
}

TEST_CASE("a socket that is not there may be there later")
{
  auto options = mysql_options();
  options.socket = "/nonexistent/mysql.sock";
  auto const error = refusal(options);
  CHECK(error.transient());
  CHECK_THAT(error.what(), Contains("mysql /nonexistent/mysql.sock"));
}

TEST_CASE("TLS that is asked for is there, or the session is refused for good")
{
  auto options = mysql_options();
  options.tls.mode = config::TlsMode::required;
  MysqlDatabase database;
  auto const certificate = database.ask("SELECT @@ssl_cert").value_or("");
  if (certificate.empty()) {
    auto const error = refusal(options);
    CHECK(error.fault() == Fault::source);
    CHECK_FALSE(error.transient());
  } else {
    Session session(options, "test");
    CHECK(session.query("SHOW SESSION STATUS LIKE 'Ssl_cipher'").at(0).at(1) != "");
  }
}

TEST_CASE("a certificate that nobody vouches for is refused")
{
  auto options = mysql_options();
  options.tls.mode = config::TlsMode::verify_identity;
  auto const error = refusal(options);
  CHECK_FALSE(error.transient());
  options.tls.mode = config::TlsMode::verify_ca;
  CHECK(refusal(options).fault() == Fault::config);
}

TEST_CASE("a killed session says so, and is not used again")
{
  MysqlDatabase database;
  Session session(database.options(), "test");
  database.run(fmt::format("KILL {}", session.server().connection_id));
  try {
    session.query("SELECT 1");
    FAIL("the query succeeded");
  } catch (Error const& error) {
    CHECK(error.transient());
  }
  CHECK_FALSE(session.usable());
}

TEST_CASE("a server gets no file of this machine")
{
  MysqlDatabase database;
  database.run("CREATE TABLE t (line TEXT)");
  CHECK_THROWS(database.run("LOAD DATA LOCAL INFILE '/etc/passwd' INTO TABLE t"));
  CHECK(database.ask("SELECT COUNT(*) FROM t") == "0");
}
