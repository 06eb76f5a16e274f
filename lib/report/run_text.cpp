#include "report/run_text.hpp"

#include "core/text.hpp"
#include "report/times.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <span>

namespace mysync::report {
namespace {

using sync::RunResult;
using sync::TableResult;
using sync::TableStatus;
using Parts = std::vector<std::string>;

void add(Parts& parts, std::uint64_t number, std::string_view what)
{
  if (number > 0) parts.push_back(fmt::format("{} {}", grouped(number), what));
}

std::uint64_t sum(RunResult const& result, std::uint64_t TableResult::*count)
{
  return std::accumulate(result.tables.begin(), result.tables.end(), std::uint64_t{0},
                         [count](auto total, auto const& table) { return total + table.*count; });
}

std::uint64_t number_of(RunResult const& result, TableStatus status)
{
  return static_cast<std::uint64_t>(
      std::ranges::count(result.tables, status, &TableResult::status));
}

std::string quarantined(std::uint64_t number, Colour colour)
{
  if (number == 0) return {};
  return painted(fmt::format("{} quarantined", grouped(number)), Tone::caution, colour);
}

/// "14 new, 1,896 changed, 1 quarantined"; empty when nothing of it happened.
std::string changes(TableResult const& table, Colour colour)
{
  Parts parts;
  add(parts, table.created, "new");
  add(parts, table.updated, "changed");
  add(parts, table.deleted, "removed");
  parts.push_back(quarantined(table.quarantined, colour));
  return listed(parts);
}

/// A dry run reads a sample: whether there is anything to do, not how much. The first of its news
/// says what it would do.
std::string would_do(TableResult const& table)
{
  if (table.read == 0) return "would do nothing";
  return table.news.empty() ? "would read rows" : escaped(table.news.front());
}

std::string what_happened(RunResult const& result, TableResult const& table, Colour colour)
{
  auto const done = changes(table, colour);
  switch (table.status) {
  case TableStatus::skipped: return "skipped";
  case TableStatus::failed: {
    auto const word = painted("failed", Tone::failure, colour);
    return done.empty() ? word : word + " after " + done;
  }
  case TableStatus::stopped: {
    auto const read = table.read > 0 ? counted(table.read, "row", "rows") : std::string();
    auto const before = done.empty() ? read : done;
    return before.empty() ? "stopped" : "stopped after " + before;
  }
  case TableStatus::success: break;
  }
  if (result.dry_run) return would_do(table);
  return done.empty() ? "nothing new" : done;
}

std::vector<std::string> table_row(RunResult const& result, TableResult const& table, Colour colour)
{
  auto const worked = table.status != TableStatus::skipped && !result.dry_run;
  auto const moved = worked && table.status != TableStatus::failed && !table.watermark.empty();
  return {escaped(table.table), what_happened(result, table, colour),
          worked ? elapsed_text(table.duration_seconds) : "",
          moved ? "to " + watermark_text(table.watermark, result.started) : ""};
}

/// The first word of the last line: what became of the run as a whole.
std::string outcome(RunResult const& result)
{
  auto const took = about_elapsed(result.duration_seconds);
  if (result.status == sync::RunStatus::failed) return "failed after " + took;
  if (result.more_to_do) return "stopped after " + took;
  return "done in " + took;
}

std::string last_line(RunResult const& result, Colour colour)
{
  Parts parts;
  if (auto const failed = number_of(result, TableStatus::failed))
    parts.push_back(painted(fmt::format("{} of {} failed", grouped(failed),
                                        counted(result.tables.size(), "table", "tables")),
                            Tone::failure, colour));
  add(parts, sum(result, &TableResult::created) + sum(result, &TableResult::updated), "written");
  add(parts, sum(result, &TableResult::deleted), "removed");
  parts.push_back(quarantined(sum(result, &TableResult::quarantined), colour));
  add(parts, sum(result, &TableResult::read_again), "read again");
  auto const text = listed(parts);
  auto const* const nothing = result.more_to_do ? "nothing was written" : "nothing new";
  return outcome(result) + ": " + (text.empty() ? nothing : text);
}

/// A few names; more would make the line longer than the list it leads to.
std::string quarantined_tables(RunResult const& result)
{
  constexpr std::size_t most = 3;
  std::string names;
  std::size_t number = 0;
  for (auto const& table : result.tables) {
    if (table.quarantined == 0) continue;
    names += ' ' + escaped(table.table);
    ++number;
  }
  return number > most ? "" : names;
}

std::string advice(RunResult const& result)
{
  std::string text;
  if (sum(result, &TableResult::quarantined) > 0)
    text += "  to see them: mysync quarantine list" + quarantined_tables(result) + '\n';
  if (result.more_to_do) text += "  more is to do: the next run goes on from there\n";
  return text;
}

std::string ending(RunResult const& result, Colour colour)
{
  if (result.dry_run) return "nothing was written\n";
  return last_line(result, colour) + '\n' + advice(result);
}

} // namespace

std::string run_text(RunResult const& result, Colour colour)
{
  if (result.status == sync::RunStatus::skipped)
    return "nothing to do: " +
           (result.reason.empty() ? "no table is configured" : escaped(result.reason)) + '\n';
  constexpr std::array aligns{Align::left, Align::left, Align::right, Align::left};
  std::vector<std::vector<std::string>> rows;
  for (auto const& table : result.tables) rows.push_back(table_row(result, table, colour));
  auto const lines = columns(aligns, rows);
  std::string text;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    text += lines[i] + '\n';
    std::span<std::string const> news = result.tables[i].news;
    if (result.dry_run && !news.empty()) news = news.subspan(1); // it is in the table's line
    for (auto const& line : news) text += "  " + escaped(line) + '\n';
  }
  return text + ending(result, colour);
}

std::vector<std::string> failures(RunResult const& result)
{
  std::vector<std::string> lines;
  for (auto const& table : result.tables) {
    if (table.status != TableStatus::failed) continue;
    // The engine's messages name the table where they need to; it is said once.
    std::string_view error = table.error;
    for (auto const& prefix : {"table " + table.table + ": ", table.table + ": "})
      if (error.starts_with(prefix)) error.remove_prefix(prefix.size());
    lines.push_back(fmt::format("{}: {}", table.table, error.empty() ? "failed" : error));
  }
  return lines;
}

std::vector<std::string> quarantines(RunResult const& result)
{
  std::vector<std::string> lines;
  for (auto const& table : result.tables)
    if (table.quarantined > 0)
      lines.push_back(fmt::format("{}: {} quarantined; mysync quarantine list {}", table.table,
                                  counted(table.quarantined, "row", "rows"), table.table));
  return lines;
}

} // namespace mysync::report
