#include "mysql/session_settings.hpp"

#include <fmt/ranges.h>

#include <charconv>

namespace mysync::mysql {

namespace {

// The session only reads, so that nothing is lost by any of these; each says what it prevents.
std::vector<std::string> common_settings()
{
  return {
      // CHAR padded with blanks, double quotes around names, and dates such as 0000-00-00 refused
      // as a
      // value to compare with. What strictness guards is writing.
      "sql_mode = ''",
      // TIMESTAMP moved by the server's zone. Stored values are UTC; only this session's view
      // changes.
      "time_zone = '+00:00'",
      // One read view for the whole connection: each statement must see what was committed before
      // it.
      "autocommit = 1",
      // A silent end after so many rows.
      "sql_select_limit = 18446744073709551615",
      // `IS NULL` that means the last inserted id.
      "sql_auto_is_null = 0",
      // A refusal of large tables (max_join_size): they are read along an index, page by page.
      "sql_big_selects = 1",
      // A connection cut while the target is slow or is being retried and the rows wait here. For
      // an
      // hour the server keeps one thread, and one read view, longer than it otherwise might.
      "net_write_timeout = 3600",
      "net_read_timeout = 3600",
      // The same between two statements; the server's own default, where someone lowered it.
      "wait_timeout = 28800",
  };
}

void add_mariadb_settings(std::vector<std::string>& settings)
{
  // A statement cut by a time limit. Whoever set one meant careless queries; ours walk an index.
  settings.emplace_back("max_statement_time = 0");
  // A long IN list turned into a temporary table that is joined: looking keys up stays a range
  // scan.
  settings.emplace_back("in_predicate_conversion_threshold = 0");
  // SHOW CREATE TABLE without backticks.
  settings.emplace_back("sql_quote_show_create = 1");
}

void add_mysql_settings(std::vector<std::string>& settings, unsigned number)
{
  // As max_statement_time above.
  settings.emplace_back("max_execution_time = 0");
  // Estimates from a cache up to a day old, which reading information_schema would write to.
  if (number >= 80000) settings.emplace_back("information_schema_stats_expiry = 0");
  // A generated invisible primary key hidden from information_schema.
  if (number >= 80030)
    settings.emplace_back("show_gipk_in_create_table_and_information_schema = ON");
}

} // namespace

unsigned version_number(std::string_view version) noexcept
{
  unsigned number = 0;
  char const* at = version.data();
  char const* const end = at + version.size();
  for (int part = 0; part < 3; ++part) {
    unsigned value = 0;
    auto const [next, problem] = std::from_chars(at, end, value);
    if (problem != std::errc{}) return 0;
    number = number * 100 + value;
    if (part < 2 && (next == end || *next != '.')) return 0;
    at = part < 2 ? next + 1 : next;
  }
  return number;
}

std::vector<std::string> session_settings(ServerInfo const& server)
{
  auto settings = common_settings();
  if (server.mariadb)
    add_mariadb_settings(settings);
  else
    add_mysql_settings(settings, server.number);
  return {
      fmt::format("SET SESSION {}", fmt::join(settings, ", ")),
      // Reading what is not committed, where the server is set to; and writing, by whatever
      // mistake.
      "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
  };
}

} // namespace mysync::mysql
