#include "core/error.hpp"
#include "mysql/catalog.hpp"
#include "mysql/horizon.hpp"
#include "mysql/session.hpp"
#include "sync/late_commits.hpp"
#include "sync/operations.hpp"
#include "sync/scan.hpp"

namespace mysync::sync {

namespace {

/// What would keep the table from being read: a field name that MongoDB refuses, an unknown type.
std::string mapping_problem(TableChoice const& choice)
{
  try {
    convert::Plan const plan(choice.table, choice.mapping);
    return {};
  } catch (Error const& error) {
    return error.what();
  }
}

/// Our own sessions set theirs empty: it says what everybody else may write.
SourceTraits read_traits(mysql::Session& session)
{
  auto const mode = session.query("SELECT @@GLOBAL.sql_mode").at(0).at(0).value_or("");
  auto const has = [&](char const* word) { return mode.find(word) != std::string::npos; };
  // Without a strict mode a zero date is let in with a warning.
  bool const refused =
      has("NO_ZERO_DATE") && (has("STRICT_TRANS_TABLES") || has("STRICT_ALL_TABLES"));
  return {.zero_dates_allowed = !refused};
}

TableScan scan_table(Context const& context, TableChoice const& choice,
                     mysql::SourceClock const& clock, std::chrono::milliseconds limit)
{
  mysql::Session session(context.config.mysql, choice.table.name);
  return scan(session, choice, clock, {limit}, context.stop);
}

/// Why late commits may go unseen.
std::string blindness(config::Mysql const& options, mysql::Session& session)
{
  auto activity = mysql::read_statements(session);
  mysql::Session fresh(options, "discover");
  mysql::read_transactions(fresh, activity);
  return activity.blind;
}

void add_late_commits(Discovered& discovered, std::string const& blind, config::Sync const& sync)
{
  for (std::size_t i = 0; i < discovered.tables.size(); ++i) {
    auto const& choice = discovered.tables[i];
    auto const found = protection(choice, blind, sync.overlap);
    if (!choice.problem.empty() || choice.cursor.empty() || found.blind.empty()) continue;
    discovered.findings[i].findings.push_back(
        {"horizon_not_exact", Severity::risk, warning(found), std::nullopt, {}});
  }
}

} // namespace

Discovered discover(Context const& context, std::vector<std::string> const& tables,
                    std::optional<std::chrono::milliseconds> scan)
{
  mysql::Session session(context.config.mysql, "discover");
  auto const clock = mysql::read_clock(session);
  auto const traits = read_traits(session);
  auto const catalog = mysql::read_tables(session, context.config.mysql.database);
  auto choices = choose_tables(context.config, catalog, tables);
  Discovered discovered{std::move(choices.tables), {}, std::move(choices.left_out)};
  for (auto& choice : discovered.tables) {
    if (choice.problem.empty()) choice.problem = mapping_problem(choice);
    auto& found = discovered.findings.emplace_back(findings(choice, traits));
    if (scan && choice.problem.empty() && !context.stop.requested())
      settle(found, scan_table(context, choice, clock, *scan));
  }
  add_late_commits(discovered, blindness(context.config.mysql, session), context.config.sync);
  return discovered;
}

} // namespace mysync::sync
