#include "mysql/session_settings.hpp"

#include <catch2/catch.hpp>

using namespace mysync::mysql;
using Catch::Matchers::Contains;

TEST_CASE("a version becomes a number that compares")
{
  struct {
    char const* version;
    unsigned number;
  } const table[] = {
      {"8.0.36", 80036},
      {"5.7.44-log", 50744},
      {"9.7.4-2", 90704},
      {"10.11.19-MariaDB-0+deb12u1", 101119},
      {"11.4.2-MariaDB", 110402},
      {"", 0},
      {"8", 0},
      {"8.0", 0},
      {"latest", 0},
  };
  for (auto const& [version, number] : table) {
    INFO(version);
    CHECK(version_number(version) == number);
  }
}

TEST_CASE("each server is told only what it knows")
{
  struct {
    ServerInfo server;
    std::vector<std::string> present, absent;
  } const table[] = {
      {{"10.11.19-MariaDB", 101119, true, 1},
       {"max_statement_time = 0", "in_predicate_conversion_threshold = 0"},
       {"max_execution_time", "information_schema_stats_expiry", "gipk"}},
      {{"5.7.44", 50744, false, 1},
       {"max_execution_time = 0"},
       {"max_statement_time", "information_schema_stats_expiry", "gipk"}},
      {{"8.0.29", 80029, false, 1},
       {"max_execution_time = 0", "information_schema_stats_expiry = 0"},
       {"max_statement_time", "gipk"}},
      {{"9.7.4", 90704, false, 1},
       {"show_gipk_in_create_table_and_information_schema = ON"},
       {"max_statement_time"}},
  };
  for (auto const& [server, present, absent] : table) {
    INFO(server.version);
    auto const settings = session_settings(server).at(0);
    for (auto const& part : present) CHECK_THAT(settings, Contains(part));
    for (auto const& part : absent) CHECK_THAT(settings, !Contains(part));
  }
}

TEST_CASE("every session reads only, in UTC, without modes or limits")
{
  for (bool const mariadb : {false, true}) {
    auto const settings = session_settings({"", 80036, mariadb, 1});
    REQUIRE(settings.size() == 2);
    CHECK_THAT(settings[0], Contains("sql_mode = ''") && Contains("time_zone = '+00:00'") &&
                                Contains("autocommit = 1") && Contains("sql_select_limit = ") &&
                                Contains("net_write_timeout = "));
    CHECK(settings[1] == "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
  }
}
