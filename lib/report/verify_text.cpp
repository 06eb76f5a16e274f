#include "report/verify_text.hpp"

#include "core/text.hpp"
#include "report/times.hpp"
#include "report/value_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace mysync::report {
namespace {

using sync::Difference;
using sync::TableStatus;
using sync::TableVerification;
using sync::Verification;
using Rows = std::vector<std::vector<std::string>>;

/// Keys named on one line.
constexpr std::size_t few = 3;

/// `total 10.50 → 10.5`; with the types where the values look alike.
std::string field_text(mongo::FieldDifference const& field)
{
  auto source = field.source ? value_text(*field.source) : "nothing";
  auto target = field.target ? value_text(*field.target) : "nothing";
  if (source == target && field.source && field.target) {
    source = escaped(*field.source);
    target = escaped(*field.target);
  }
  return fmt::format("{} {} → {}", escaped(field.field), source, target);
}

std::string sample_text(Difference const& difference)
{
  auto text = value_text(difference.key);
  if (difference.fields.empty()) return text;
  text += ": " + field_text(difference.fields.front());
  if (difference.fields.size() > 1)
    text += fmt::format(" and {} more", difference.fields.size() - 1);
  return text;
}

std::string samples_text(TableVerification const& table, Difference::Kind kind)
{
  std::string text;
  std::size_t shown = 0;
  for (auto const& difference : table.samples) {
    if (difference.kind != kind || shown++ >= few) continue;
    text += (text.empty() ? "" : "   ") + sample_text(difference);
  }
  return shown > few ? text + "   …" : text;
}

void add(Rows& rows, char const* what, std::uint64_t number, std::string const& samples)
{
  if (number > 0) rows.push_back({what, grouped(number), samples});
}

std::string details(TableVerification const& table)
{
  Rows rows;
  add(rows, "equal", table.equal, "");
  add(rows, "differing", table.differing, samples_text(table, Difference::Kind::differing));
  add(rows, "missing", table.missing, samples_text(table, Difference::Kind::missing));
  add(rows, "extra", table.extra, samples_text(table, Difference::Kind::extra));
  add(rows, "not due", table.not_due, "changed since the last run, which the next one reads");
  add(rows, "quarantined", table.quarantined, "");
  constexpr std::array aligns{Align::left, Align::right, Align::left};
  std::string text;
  for (auto const& line : columns(aligns, rows, 2)) text += line + '\n';
  return text;
}

std::string repair_text(Verification const& result, TableVerification const& table)
{
  if (!result.repair)
    return table.differences() > 0
               ? fmt::format("  to mend: mysync verify {} --repair\n", escaped(table.table))
               : "";
  if (table.written + table.removed == 0) return {};
  std::vector<std::string> parts;
  if (table.written > 0) parts.push_back(grouped(table.written) + " written");
  if (table.removed > 0) parts.push_back(grouped(table.removed) + " removed");
  return fmt::format("  {}{}\n", result.dry_run ? "would be mended: " : "mended: ", listed(parts));
}

/// What was looked at, so that a sample of little is not taken for a proof.
std::string sample_text(std::optional<sync::SampleReach> const& reach)
{
  if (!reach) return {};
  return fmt::format("  a sample: {} of {} of {} rows; {} of {} looked for their row\n",
                     grouped(reach->windows), counted(reach->windows_in_table, "window", "windows"),
                     sync::SampleReach::window_rows, grouped(reach->documents),
                     counted(reach->documents_in_collection, "document", "documents"));
}

std::string verdict(TableVerification const& table, Colour colour)
{
  if (table.status == TableStatus::failed) return painted("failed", Tone::failure, colour);
  if (table.status == TableStatus::stopped) return "stopped";
  if (table.differences() > 0) return painted("different", Tone::failure, colour);
  return "equal";
}

std::string ending(Verification const& result)
{
  auto const differences = result.differences();
  auto const failed = static_cast<std::uint64_t>(
      std::ranges::count(result.tables, TableStatus::failed, &TableVerification::status));
  auto text = counted(result.tables.size(), "table", "tables") + ", " +
              (differences > 0 ? counted(differences, "difference", "differences")
                               : std::string("no difference"));
  if (failed > 0) text += fmt::format(", {} not compared", grouped(failed));
  if (result.repair && !result.dry_run && differences > 0)
    text += result.equal() ? ", all mended" : ", not all mended";
  text += '\n';
  if (result.dry_run) text += "nothing was written\n";
  if (result.more_to_do) text += "  more is to do: the next walk goes on from there\n";
  return text;
}

} // namespace

std::string verify_text(Verification const& result, Colour colour)
{
  constexpr std::array aligns{Align::left, Align::right, Align::right, Align::left, Align::right};
  Rows rows;
  for (auto const& table : result.tables)
    rows.push_back({escaped(table.table), counted(table.rows, "row ", "rows"),
                    counted(table.documents, "document ", "documents"), verdict(table, colour),
                    elapsed_text(table.duration_seconds)});
  auto const lines = columns(aligns, rows);
  std::string text;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    auto const& table = result.tables[i];
    text += lines[i] + '\n';
    if (table.equal != table.rows || table.extra > 0) text += details(table);
    text += sample_text(table.sample);
    for (auto const& line : table.news) text += "  " + escaped(line) + '\n';
    text += repair_text(result, table);
  }
  return text + ending(result);
}

std::vector<std::string> failures(Verification const& result)
{
  std::vector<std::string> lines;
  for (auto const& table : result.tables)
    if (table.status == TableStatus::failed)
      lines.push_back(table.error.starts_with("table ") ? table.error
                                                        : table.table + ": " + table.error);
  return lines;
}

} // namespace mysync::report
