// Whether a run would work: asked, never tried.

#include "sync/check.hpp"

#include "core/error.hpp"
#include "core/text.hpp"
#include "mongo/state.hpp"
#include "mysql/catalog.hpp"
#include "mysql/grants.hpp"
#include "mysql/sql.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

namespace mysync::sync {

namespace {

using Findings = std::vector<CheckFinding>;

void add(Findings& findings, char const* code, CheckSeverity severity, std::string message,
         std::string fix)
{
  findings.push_back({code, severity, std::move(message), std::move(fix)});
}

void check_version(mysql::ServerInfo const& server, Findings& findings)
{
  constexpr unsigned oldest_mariadb = 100600;
  constexpr unsigned oldest_mysql = 80000;
  if (server.number >= (server.mariadb ? oldest_mariadb : oldest_mysql)) return;
  add(findings, "mysql_version", CheckSeverity::warning,
      fmt::format("the source is {}: MySQL before 8.0 and MariaDB before 10.6 are not tested",
                  server.version),
      "update the server");
}

bool is_near(config::Mysql const& mysql)
{
  return !mysql.socket.empty() || mysql.host == "localhost" || mysql.host == "::1" ||
         mysql.host.starts_with("127.");
}

void check_tls(config::Mysql const& mysql, Findings& findings)
{
  if (mysql.tls.mode == config::TlsMode::verify_identity || is_near(mysql)) return;
  add(findings, "mysql_tls", CheckSeverity::warning,
      "the connection to the source does not check who answers",
      "mysql.tls.mode = \"verify-identity\"");
}

void check_rights(mysql::Session& session, config::Mysql const& mysql, Findings& findings)
{
  std::vector<std::string> grants;
  for (auto const& row : session.query("SHOW GRANTS")) grants.push_back(row.at(0).value_or(""));
  auto const excess = mysql::excess_rights(grants);
  if (!excess.empty()) {
    add(findings, "mysql_excess_rights", CheckSeverity::warning,
        fmt::format("the account {} may do more than a run needs: {}", mysql.user,
                    fmt::join(excess, ", ")),
        "REVOKE them: SELECT on the tables, and PROCESS, are enough");
  }
  bool const process = std::ranges::any_of(grants, [](std::string const& grant) {
    auto const rights = mysql::rights_of(grant);
    return std::ranges::find(rights, "PROCESS") != rights.end() ||
           (std::ranges::find(rights, "ALL PRIVILEGES") != rights.end() &&
            grant.find(" ON *.*") != std::string::npos);
  });
  if (process) return;
  add(findings, "no_process", CheckSeverity::warning,
      fmt::format("the account {} has no PROCESS: open transactions cannot be seen, and rows that "
                  "commit late are covered by sync.overlap alone",
                  mysql.user),
      fmt::format("GRANT PROCESS ON *.* TO '{}'", mysql.user));
}

/// Columns alone may be granted too: all that a run reads are asked for.
void check_readable(mysql::Session& session, TableChoice const& choice, config::Mysql const& mysql,
                    Findings& findings)
{
  std::vector<std::string> columns;
  for (auto const& column : choice.table.columns)
    if (!choice.mapping.exclude.contains(column.name))
      columns.push_back(mysql::quoted(column.name));
  auto const table =
      fmt::format("{}.{}", mysql::quoted(choice.table.schema), mysql::quoted(choice.table.name));
  try {
    session.query(fmt::format("SELECT {} FROM {} LIMIT 0", fmt::join(columns, ", "), table));
  } catch (Error const& error) {
    if (error.transient()) throw;
    add(findings, "no_select", CheckSeverity::error,
        fmt::format("table {}: {}", choice.table.name, error.what()),
        fmt::format("GRANT SELECT ON {} TO '{}'", table, mysql.user));
  }
}

void check_table(TableChoice const& choice, Findings& findings)
{
  auto const& name = choice.table.name;
  if (!choice.problem.empty()) {
    add(findings, "table", CheckSeverity::error, choice.problem, "");
    return;
  }
  try {
    convert::Plan const plan(choice.table, choice.mapping);
  } catch (Error const& error) {
    add(findings, "mapping", CheckSeverity::error, error.what(), "");
    return;
  }
  if (choice.cursor.empty() || !choice.cursor_index.empty()) return;
  auto const& cursor = choice.cursor.front();
  add(findings, "no_cursor_index", CheckSeverity::warning,
      fmt::format("table {}: no index on {}: every run reads the whole table", name, cursor),
      fmt::format("CREATE INDEX {} ON {} ({})", mysql::quoted("by_" + cursor), mysql::quoted(name),
                  mysql::quoted(cursor)));
}

Choices check_source(Context const& context, std::vector<std::string> const& tables,
                     Findings& findings)
{
  auto const& mysql = context.config.mysql;
  Choices choices;
  try {
    mysql::Session session(mysql, "check");
    check_version(session.server(), findings);
    check_tls(mysql, findings);
    check_rights(session, mysql, findings);
    choices = choose_tables(context.config, mysql::read_tables(session, mysql.database), tables);
    for (auto const& choice : choices.tables) {
      check_table(choice, findings);
      if (choice.problem.empty()) check_readable(session, choice, mysql, findings);
    }
  } catch (Error const& error) {
    if (error.fault() != Fault::source) throw;
    add(findings, "mysql_connection", CheckSeverity::error, error.what(), "");
  }
  for (auto const& reason : choices.left_out)
    add(findings, "left_out", CheckSeverity::warning, "left out: " + reason, "");
  return choices;
}

/// Older ones lack what is used; servers that only speak the protocol name versions they resemble.
void check_target_version(std::string const& version, Findings& findings)
{
  unsigned major = 0;
  unsigned minor = 0;
  auto const* const end = version.data() + version.size();
  auto const first = std::from_chars(version.data(), end, major);
  if (first.ec != std::errc{} || first.ptr == end) return;
  std::from_chars(first.ptr + 1, end, minor);
  if (major > 4 || (major == 4 && minor >= 4)) return;
  add(findings, "mongodb_version", CheckSeverity::warning,
      fmt::format("the target is MongoDB {}: before 4.4 nothing is tested", version),
      "update the server");
}

/// What is there before a first load stays, unless a row has the same key.
void check_collections(Context const& context, mongo::Target const& target, Choices const& choices,
                       Findings& findings)
{
  auto const& sync = context.config.sync;
  mongo::State const state(target, sync.state_collection, sync.pipeline);
  for (auto const& choice : choices.tables) {
    if (!choice.problem.empty() || state.read(choice.table.name)) continue;
    auto const documents = mongo::Documents(target, choice.collection).estimated_count();
    if (documents == 0) continue;
    add(findings, "collection_not_empty", CheckSeverity::warning,
        fmt::format("table {} was never synced, and its collection {} holds {} documents: they "
                    "stay where no row replaces them",
                    choice.table.name, choice.collection,
                    grouped(static_cast<std::uint64_t>(documents))),
        fmt::format("mysync run {} --reconcile removes them", choice.table.name));
  }
}

void check_target(Context const& context, Choices const& choices, Findings& findings)
{
  try {
    mongo::Target const target(context.config.mongodb);
    target.ping();
    check_target_version(target.version(), findings);
    if (auto const missing = target.missing_rights(); !missing.empty()) {
      add(findings, "mongodb_rights", CheckSeverity::error,
          fmt::format("the account lacks rights on the database {}: {}", target.database(),
                      fmt::join(missing, ", ")),
          fmt::format("grant it readWrite on {}", target.database()));
    }
    check_collections(context, target, choices, findings);
  } catch (Error const& error) {
    if (error.fault() != Fault::target) throw;
    add(findings, "mongodb_connection", CheckSeverity::error, error.what(), "");
  }
}

} // namespace

std::vector<CheckFinding> check(Context const& context, std::vector<std::string> const& tables)
{
  Findings findings;
  for (auto const& warning : context.config.warnings)
    add(findings, "configuration", CheckSeverity::warning, warning, "");
  auto const choices = check_source(context, tables, findings);
  check_target(context, choices, findings);
  return findings;
}

} // namespace mysync::sync
