#include "report/status_text.hpp"

#include "core/text.hpp"
#include "report/health.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace mysync::report {
namespace {

using sync::PipelineState;
using sync::TableState;

bool is_well(TableState const& table)
{
  return !table.paused && !failing(table) && table.last_sync.has_value();
}

/// The time that is remembered is the last good one: it is the last run's only when that was good.
std::string last_run(PipelineState const& state, Wall const& wall)
{
  if (state.last_status.empty() && !state.last_sync) return "never run";
  if (state.last_status.empty()) return "synced " + clock_text(*state.last_sync, wall);
  auto const good = state.last_status == "success" && state.last_sync;
  auto text = std::string("last run");
  if (good) text += " " + clock_text(*state.last_sync, wall);
  text += " " + escaped(state.last_status);
  if (state.last_duration_seconds)
    text += fmt::format(" ({})", about_elapsed(*state.last_duration_seconds));
  if (good) return text;
  return text +
         (state.last_sync ? ", synced " + clock_text(*state.last_sync, wall) : ", never synced");
}

std::string heading(PipelineState const& state, Wall const& wall)
{
  auto const asked = state.mongodb_connection != "unknown";
  if (asked && state.mongodb_connection != "healthy")
    return fmt::format("pipeline {}   its state cannot be read\n", escaped(state.pipeline));
  std::vector<std::string> parts{"pipeline " + escaped(state.pipeline), last_run(state, wall)};
  if (!state.enabled)
    parts.emplace_back("disabled");
  else if (state.pause)
    parts.emplace_back("paused");
  else if (state.next_sync)
    parts.push_back("next due " + clock_text(*state.next_sync, wall));
  auto const well = static_cast<std::uint64_t>(std::ranges::count_if(state.tables, is_well));
  parts.push_back(
      fmt::format("{} of {} well", grouped(well), counted(state.tables.size(), "table", "tables")));
  std::string text;
  for (auto const& part : parts) text += (text.empty() ? "" : "   ") + part;
  text += '\n';
  if (state.pause) text += "  " + escaped(sync::pause_text(*state.pause)) + "; mysync resume\n";
  if (!state.lease_owner.empty()) text += "  a run is on: " + escaped(state.lease_owner) + '\n';
  if (!state.dead_run.empty())
    text += "  a run died and holds the lease: " + escaped(state.dead_run) +
            "; the next run takes it over\n";
  return text;
}

std::string state_name(TableState const& table, Colour colour)
{
  if (table.paused) return "paused";
  if (failing(table)) return painted("failing", Tone::failure, colour);
  return escaped(table.phase);
}

std::string last(TableState const& table, Wall const& wall)
{
  if (table.paused)
    return "by " + escaped(table.pause.by) +
           (table.pause.reason.empty() ? "" : ": " + escaped(table.pause.reason));
  if (failing(table)) {
    auto const failures =
        counted(std::max<std::uint64_t>(table.failures, 1), "failure", "failures");
    return table.last_error.empty() ? failures : failures + ": " + escaped(table.last_error);
  }
  if (!table.last_sync) return "never";
  auto const ended = table.last_status == "success" ? "ok" : escaped(table.last_status);
  return clock_text(*table.last_sync, wall) + (ended.empty() ? "" : " " + ended);
}

/// `equal 3 d ago`, `2 differences 5 h ago`; a part of the table says that it was one.
std::string verified(TableState const& table, Wall const& wall, Colour colour)
{
  if (!table.verified) return {};
  auto const age = std::chrono::duration<double>(wall.now - *table.verified).count();
  auto const found = table.verified_differences;
  auto const result =
      found > 0 ? painted(counted(found, "difference", "differences"), Tone::failure, colour)
                : std::string("equal");
  return fmt::format("{}{} {} ago", result, table.verified_whole ? "" : " in part", age_text(age));
}

std::vector<std::string> table_row(TableState const& table, Wall const& wall, Colour colour)
{
  auto const quarantined = grouped(table.quarantined);
  return {escaped(table.table),
          state_name(table, colour),
          short_watermark(table.watermark, wall.now),
          table.lag_seconds ? age_text(*table.lag_seconds) : "",
          grouped(table.total_records),
          table.quarantined > 0 ? painted(quarantined, Tone::caution, colour) : quarantined,
          last(table, wall),
          verified(table, wall, colour)};
}

std::string tables_text(PipelineState const& state, Wall const& wall, Colour colour)
{
  constexpr std::array aligns{Align::left,  Align::left,  Align::left, Align::right,
                              Align::right, Align::right, Align::left, Align::left};
  auto const any_verified = std::ranges::any_of(
      state.tables, [](auto const& table) { return table.verified.has_value(); });
  std::vector<std::vector<std::string>> rows{{"table", "state", "synced up to", "lag", "documents",
                                              "quarantined", "last",
                                              any_verified ? "verified" : ""}};
  for (auto const& table : state.tables) rows.push_back(table_row(table, wall, colour));
  auto const lines = columns(aligns, rows);
  std::string text = lines.front() + '\n';
  for (std::size_t i = 0; i < state.tables.size(); ++i) {
    text += lines[i + 1] + '\n';
    auto const& table = state.tables[i];
    for (auto const& column : table.reformed)
      text += fmt::format("  {}: older documents keep the old form; mysync run {} --full\n",
                          escaped(column), escaped(table.table));
    if (table.paused)
      text += "  next: mysync resume " + escaped(table.table) + '\n';
    else if (failing(table))
      text += "  next: mysync run " + escaped(table.table) + '\n';
    if (!table.horizon_reason.empty())
      text += "  late commits may be missed: " + escaped(table.horizon_reason) + '\n';
  }
  return text;
}

std::string health_text(PipelineState const& state, std::vector<std::string> const& problems,
                        Colour colour)
{
  if (problems.empty()) {
    auto const asked = state.mysql_connection == "healthy" && state.mongodb_connection == "healthy";
    return asked ? "healthy: mysql and mongodb answer, every table is up to date\n" : "healthy\n";
  }
  auto text =
      painted(counted(problems.size(), "problem", "problems"), Tone::failure, colour) + '\n';
  for (auto const& problem : problems) text += "  " + escaped(problem) + '\n';
  return text;
}

} // namespace

std::string status_text(PipelineState const& state,
                        std::optional<std::vector<std::string>> const& problems, Wall const& wall,
                        Colour colour)
{
  auto text = heading(state, wall);
  if (!state.tables.empty()) text += tables_text(state, wall, colour);
  if (wall.zone != "UTC" && state.last_sync)
    text += fmt::format("times are {}; \"synced up to\" is the cursor's own value\n", wall.zone);
  if (problems) text += health_text(state, *problems, colour);
  return text;
}

} // namespace mysync::report
