#include "report/discover_text.hpp"

#include "core/text.hpp"
#include "report/times.hpp"
#include "report/words.hpp"

#include <fmt/format.h>

#include <array>

namespace mysync::report {
namespace {

using sync::Finding;
using sync::Severity;
using sync::TableChoice;
using sync::TableFindings;
using Rows = std::vector<std::vector<std::string>>;

/// The server's estimate is off by a tenth and more: four digits of it are enough.
std::string about(std::uint64_t estimate)
{
  std::uint64_t unit = 1;
  while (estimate / unit >= 10'000) unit *= 10;
  auto const text = grouped((estimate + unit / 2) / unit * unit);
  return fmt::format("about {} row{}", text, text == "1" ? "" : "s");
}

std::string names(std::vector<std::string> const& columns)
{
  std::vector<std::string> safe;
  for (auto const& column : columns) safe.push_back(escaped(column));
  return listed(safe);
}

/// How the table is read; the reason names the key and the cursor with what made them the choice.
std::string reading(TableChoice const& choice)
{
  auto text = choice.reason.empty() ? "key " + names(choice.key) : escaped(choice.reason);
  if (choice.mode == config::Mode::append) text += ", append";
  if (!choice.cursor_index.empty()) text += ", indexed";
  return text;
}

std::string heading(TableChoice const& choice, Colour colour)
{
  auto const name = escaped(choice.table.name);
  if (!choice.problem.empty())
    return fmt::format("{}  {}: {}\n", name, painted("cannot be synced", Tone::failure, colour),
                       escaped(choice.problem));
  return fmt::format("{} → {}        {}, {}\n", name, escaped(choice.collection),
                     about(choice.table.rows_estimate), reading(choice));
}

std::string message(Finding const& finding, Colour colour)
{
  auto text = escaped(finding.message);
  if (finding.count) text += ": " + counted(*finding.count, "row", "rows");
  if (!finding.example.empty()) text += ", first key " + escaped(finding.example);
  switch (finding.severity) {
  case Severity::loss: return painted(text, Tone::failure, colour);
  case Severity::risk: return painted(text, Tone::caution, colour);
  case Severity::note: break;
  }
  return text;
}

/// The first finding stands beside its column, the others below it.
void add_column(Rows& rows, sync::ColumnFindings const& column, Colour colour)
{
  auto const bson = column.bson.empty() ? std::string("unknown") : escaped(column.bson);
  rows.push_back({escaped(column.column), escaped(column.type), bson, ""});
  for (std::size_t i = 0; i < column.findings.size(); ++i) {
    if (i > 0) rows.push_back({"", "", "", ""});
    rows.back().back() = message(column.findings[i], colour);
  }
}

/// What the counts are of.
std::string scan_text(TableChoice const& choice, sync::ScanSummary const& scan)
{
  auto const rows = counted(scan.rows, "row", "rows");
  if (scan.complete)
    return fmt::format("  scanned: every one of {} in {}\n", rows, about_elapsed(scan.seconds));
  auto const why =
      scan.trouble.empty()
          ? fmt::format("the first {} by key of {}, in {}: raise --scan-time to read "
                        "more",
                        rows, about(choice.table.rows_estimate), about_elapsed(scan.seconds))
          : fmt::format("the first {} by key, then {}", rows, escaped(scan.trouble));
  return fmt::format("  scanned: {}\n", why);
}

std::string table_text(TableChoice const& choice, TableFindings const& found, Colour colour)
{
  constexpr std::array aligns{Align::left, Align::left, Align::left, Align::left};
  auto text = heading(choice, colour);
  Rows rows{{"column", "MySQL", "MongoDB", "note"}};
  for (auto const& column : found.columns) add_column(rows, column, colour);
  if (rows.size() > 1)
    for (auto const& line : columns(aligns, rows, 2)) text += line + '\n';
  for (auto const& finding : found.findings)
    if (finding.message != choice.problem) text += "  " + message(finding, colour) + '\n';
  if (found.scan) text += scan_text(choice, *found.scan);
  return text;
}

std::uint64_t number_of(std::vector<Finding> const& findings, Severity severity)
{
  std::uint64_t number = 0;
  for (auto const& finding : findings) number += finding.severity == severity ? 1U : 0U;
  return number;
}

/// Of the tables that can be synced: what becomes of the others' columns is no question.
std::uint64_t number_of(sync::Discovered const& found, Severity severity)
{
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < found.tables.size(); ++i) {
    if (!found.tables[i].problem.empty()) continue;
    number += number_of(found.findings[i].findings, severity);
    for (auto const& column : found.findings[i].columns)
      number += number_of(column.findings, severity);
  }
  return number;
}

std::string last_line(sync::Discovered const& found)
{
  std::vector<std::string> parts{counted(found.tables.size(), "table", "tables")};
  std::uint64_t broken = 0;
  for (auto const& table : found.tables) broken += table.problem.empty() ? 0U : 1U;
  if (broken > 0) parts.push_back(grouped(broken) + " that cannot be synced");
  if (auto const losses = number_of(found, Severity::loss))
    parts.push_back(counted(losses, "loss", "losses"));
  if (auto const risks = number_of(found, Severity::risk))
    parts.push_back(counted(risks, "risk", "risks"));
  return listed(parts) + '\n';
}

} // namespace

std::string discover_text(sync::Discovered const& found, Colour colour)
{
  std::string text;
  for (std::size_t i = 0; i < found.tables.size(); ++i) // a table and its columns are a paragraph
    text += table_text(found.tables[i], found.findings.at(i), colour) + '\n';
  for (auto const& table : found.left_out) text += "left out: " + escaped(table) + '\n';
  return text + last_line(found);
}

} // namespace mysync::report
