#include "mysql/clock.hpp"
#include "support/mysql_server.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace mysync;
using namespace mysync::mysql;
using namespace mysync::test;
using namespace std::chrono_literals;

namespace {

/// Microseconds since 1970 of an SQL expression, as the server computes it now.
Micros server_time(Session& session, std::string const& expression)
{
  auto const rows =
      session.query(fmt::format("SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01', {})", expression));
  return Micros(std::chrono::microseconds(std::stoll(rows.at(0).at(0).value())));
}

} // namespace

TEST_CASE("the source's clock is UTC and advances")
{
  Session session(mysql_options(), "clock");
  auto const before = server_time(session, "UTC_TIMESTAMP(6)");
  auto const clock = read_clock(session);
  auto const after = server_time(session, "UTC_TIMESTAMP(6)");
  CHECK(before <= clock.utc);
  CHECK(clock.utc <= after);
  auto const here = std::chrono::system_clock::now();
  CHECK(std::chrono::abs(here - clock.utc) < 1min);
}

TEST_CASE("the earliest server wall clock is not behind by more than a change of the clocks")
{
  Session session(mysql_options(), "clock");
  auto const system = server_time(session, "CONVERT_TZ(UTC_TIMESTAMP(6), '+00:00', 'SYSTEM')");
  auto const global =
      server_time(session, "CONVERT_TZ(UTC_TIMESTAMP(6), '+00:00', @@global.time_zone)");
  auto const clock = read_clock(session);
  auto const now_there = std::min(system, global);
  CHECK(clock.earliest_server_wall < now_there + 10s);
  CHECK(clock.earliest_server_wall > now_there - 4h);
}

TEST_CASE("the clock names the server and its zones")
{
  MysqlDatabase database;
  Session session(database.options(), "clock");
  auto const clock = read_clock(session);
  CHECK(clock.system_zone == database.ask("SELECT @@system_time_zone"));
  CHECK(clock.global_zone == database.ask("SELECT @@global.time_zone"));
  CHECK(clock.server ==
        database.ask(database.is_mariadb() ? "SELECT @@server_id" : "SELECT @@server_uuid"));
}
