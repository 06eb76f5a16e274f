#include "report/quarantine_text.hpp"

#include "core/text.hpp"

#include <fmt/format.h>

#include <array>

namespace mysync::report {
namespace {

std::string seen(std::optional<TimePoint> const& time, Wall const& wall)
{
  return time ? clock_text(*time, wall) : "?";
}

void add(std::vector<std::string>& parts, std::uint64_t number, std::string_view what)
{
  if (number > 0) parts.push_back(fmt::format("{} {}", grouped(number), what));
}

std::string outcome(sync::RetryResult const& result, Colour colour)
{
  auto const& counts = result.counts;
  std::vector<std::string> parts;
  add(parts, counts.arrived, "arrived");
  add(parts, counts.gone, "gone from the source");
  if (counts.refused > 0)
    parts.push_back(painted(grouped(counts.refused) + " set aside again", Tone::caution, colour));
  add(parts, counts.not_found, "that only a complete read finds: mysync run --full");
  auto const done = parts.empty() ? std::string("nothing to try") : listed(parts);
  if (!result.fault) return done;
  auto const failed = painted("failed", Tone::failure, colour) + ": " + escaped(result.error);
  return parts.empty() ? failed : fmt::format("{}, then {}", done, failed);
}

} // namespace

std::string quarantine_lines(QuarantineRecords records, Wall const& wall)
{
  constexpr std::array aligns{Align::left,  Align::left, Align::left,
                              Align::right, Align::left, Align::left};
  std::vector<std::vector<std::string>> rows{
      {"table", "key", "reason", "attempts", "last seen", "message"}};
  for (auto const& record : records) {
    rows.push_back({escaped(record.table), escaped(record.key), escaped(record.reason),
                    grouped(record.attempts), seen(record.last_seen, wall),
                    escaped(record.message)});
  }
  std::string text;
  for (auto const& line : columns(aligns, rows)) text += line + '\n';
  return text;
}

std::string quarantine_paragraph(mongo::QuarantineRecord const& record, Wall const& wall)
{
  auto text = fmt::format("{}  {}\n", escaped(record.table), escaped(record.key));
  text += fmt::format("  {}: {}\n", escaped(record.reason), escaped(record.message));
  text += fmt::format(
      "  {}, first seen {}, last {} by run {}\n", counted(record.attempts, "attempt", "attempts"),
      seen(record.first_seen, wall), seen(record.last_seen, wall), escaped(record.run));
  constexpr std::array aligns{Align::left, Align::left};
  std::vector<std::vector<std::string>> rows;
  for (auto const& [column, cell] : record.cells) rows.push_back({escaped(column), escaped(cell)});
  for (auto const& line : columns(aligns, rows, 4)) text += line + '\n';
  return text + '\n';
}

std::string quarantine_end(std::uint64_t records)
{
  if (records == 0) return "nothing is set aside\n";
  return fmt::format("{}\n"
                     "  to see the cells: mysync quarantine show; to try again: mysync quarantine "
                     "retry\n",
                     counted(records, "record", "records"));
}

std::string drop_text(std::vector<std::pair<std::string, std::uint64_t>> const& counts)
{
  if (counts.empty()) return "nothing is set aside\n";
  std::string text;
  for (auto const& [table, count] : counts)
    text += fmt::format("{}: {} to drop\n", escaped(table), counted(count, "record", "records"));
  return text + "their rows stay out of the target until they change, or mysync run --full\n";
}

std::string retry_text(std::vector<sync::RetryResult> const& results, Colour colour)
{
  if (results.empty()) return "nothing is set aside\n";
  constexpr std::array aligns{Align::left, Align::left};
  std::vector<std::vector<std::string>> rows;
  for (auto const& result : results)
    rows.push_back({escaped(result.table), outcome(result, colour)});
  std::string text;
  for (auto const& line : columns(aligns, rows)) text += line + '\n';
  return text;
}

} // namespace mysync::report
