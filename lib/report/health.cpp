#include "report/health.hpp"

#include "core/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace mysync::report {
namespace {

/// One run may be late or slow; two missed ones are trouble.
constexpr double intervals_until_stale = 2;

/// A connection that was not asked is "unknown".
void judge_connection(std::vector<std::string>& lines, char const* side, std::string const& state)
{
  if (state == "healthy" || state == "unknown") return;
  // The adapters' messages name the side with its address: "mysql db1:3306: access denied".
  auto const named = state.find(side) != std::string::npos;
  lines.push_back(named ? state : fmt::format("{}: {}", side, state));
}

/// The table's own: its next run is due an interval after its last complete catch-up began. Where
/// that is not known, the pipeline's.
double interval_seconds(sync::PipelineState const& state, sync::TableState const& table,
                        TimePoint now)
{
  if (!table.next_sync || !table.lag_seconds)
    return std::chrono::duration<double>(state.interval).count();
  auto const left = std::chrono::duration<double>(*table.next_sync - now).count();
  // The state was read a moment ago, and its lag was right then.
  return std::round(left + *table.lag_seconds);
}

std::string staleness(sync::PipelineState const& state, sync::TableState const& table,
                      TimePoint now)
{
  auto const interval = interval_seconds(state, table, now);
  if (!table.lag_seconds || interval <= 0) return {};
  if (*table.lag_seconds <= intervals_until_stale * interval) return {};
  return fmt::format(
      "stale: synced {} ago, its interval is {}", age_text(*table.lag_seconds),
      duration_text(std::chrono::milliseconds(static_cast<std::int64_t>(interval * 1000))));
}

/// The line begins with the table's name: an error that does so as well need not.
std::string own_error(sync::TableState const& table)
{
  if (table.last_error.empty()) return "no reason is remembered";
  auto const name = fmt::format("table {}: ", table.table);
  return table.last_error.starts_with(name) ? table.last_error.substr(name.size())
                                            : table.last_error;
}

std::string problem(sync::PipelineState const& state, sync::TableState const& table, TimePoint now)
{
  if (failing(table))
    return fmt::format("{}: {}",
                       table.failures > 1 ? fmt::format("the last {} runs failed", table.failures)
                                          : "the last run failed",
                       own_error(table));
  if (!state.enabled || state.pause) return {};
  if (!table.last_sync) return state.lease_owner.empty() ? "never synced to the end" : "";
  return staleness(state, table, now);
}

/// Not to be told from a state that could not be read.
bool never_ran(sync::PipelineState const& state)
{
  return state.enabled && !state.pause && state.tables.empty() && !state.last_sync &&
         state.lease_owner.empty() && state.mongodb_connection == "healthy";
}

/// A table that failed before its state could be written is known from the run alone. (A run that
/// was stopped ended in part as well.)
bool failed_unseen(sync::PipelineState const& state)
{
  if (state.last_failed == 0) return false;
  auto const bad = state.last_status == "failed" || state.last_status == "partial";
  return bad && std::ranges::none_of(state.tables, &failing);
}

} // namespace

bool failing(sync::TableState const& table) noexcept
{
  return table.failures > 0 || table.last_status == "failed";
}

std::vector<std::string> problems(sync::PipelineState const& state, TimePoint now)
{
  std::vector<std::string> lines;
  judge_connection(lines, "mysql", state.mysql_connection);
  judge_connection(lines, "mongodb", state.mongodb_connection);
  if (never_ran(state)) lines.push_back(fmt::format("pipeline {}: never ran", state.pipeline));
  if (failed_unseen(state))
    lines.push_back(fmt::format("pipeline {}: the last run ended {}: mysync run says why",
                                state.pipeline,
                                state.last_status == "partial" ? "in part" : "in failure"));
  for (auto const& table : state.tables) {
    if (table.paused && table.pause.by == mongo::paused_itself)
      lines.push_back(fmt::format("{}: paused itself after {}; mysync resume {}", table.table,
                                  table.pause.reason, table.table));
    if (table.paused) continue;
    if (auto const wrong = problem(state, table, now); !wrong.empty())
      lines.push_back(fmt::format("{}: {}", table.table, wrong));
  }
  return lines;
}

} // namespace mysync::report
