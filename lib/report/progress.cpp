#include "report/progress.hpp"

#include "core/text.hpp"
#include "core/utf8.hpp"
#include "report/layout.hpp"
#include "report/times.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace mysync::report {
namespace {

constexpr std::size_t bar_cells = 20;

/// The share that is done, in hundredths; none when the total is not known.
std::optional<unsigned> percent(sync::Progress const& progress)
{
  if (progress.total == 0) return std::nullopt;
  auto const share = static_cast<double>(progress.rows) / static_cast<double>(progress.total);
  return std::min(static_cast<unsigned>(share * 100), 99U);
}

/// Half cells, so that a bar of twenty moves forty times: ━━━━━╸──────
std::string bar(unsigned hundredths)
{
  auto const halves = hundredths * bar_cells * 2 / 100;
  std::string text;
  for (std::size_t cell = 0; cell < bar_cells; ++cell)
    text += cell * 2 + 1 < halves ? "━" : cell * 2 < halves ? "╸" : "─";
  return text;
}

double rows_per_second(Work const& work)
{
  auto const rows = work.progress.rows - std::min(work.first_rows, work.progress.rows);
  return work.seconds > 0 ? static_cast<double>(rows) / work.seconds : 0;
}

std::string rate_text(double per_second)
{
  if (per_second >= 99'500) return fmt::format("{:.1f} M/s", per_second / 1e6);
  if (per_second >= 1'000) return fmt::format("{:.0f} k/s", per_second / 1e3);
  return fmt::format("{:.0f} /s", per_second);
}

std::string time_left(Work const& work, double per_second)
{
  auto const& progress = work.progress;
  if (per_second <= 0 || progress.rows >= progress.total) return {};
  auto const seconds = static_cast<double>(progress.total - progress.rows) / per_second;
  return age_text(std::ceil(seconds)) + " left";
}

std::vector<std::string> cells(Work const& work)
{
  auto const& progress = work.progress;
  auto const* const phase = progress.doing != nullptr                 ? progress.doing
                            : progress.phase == sync::Phase::snapshot ? "snapshot"
                                                                      : "catch-up";
  std::vector<std::string> row{escaped(progress.table), phase,
                               progress.documents ? counted(progress.rows, "document ", "documents")
                                                  : counted(progress.rows, "row ", "rows")};
  if (progress.done) {
    row.insert(row.end(), {"", "", "done", elapsed_text(work.seconds)});
    return row;
  }
  if (progress.rows == 0) return {escaped(progress.table), "waiting"};
  auto const done = percent(progress);
  auto const rate = rows_per_second(work);
  row.push_back(done ? bar(*done) : "");
  row.push_back(done ? fmt::format("{} %", *done) : "");
  row.push_back(rate > 0 ? rate_text(rate) : "");
  row.push_back(time_left(work, rate));
  return row;
}

std::string cut(std::string line, std::size_t width)
{
  std::size_t at = 0;
  for (std::size_t taken = 0; taken < width && at < line.size(); ++taken)
    at += std::max<std::size_t>(utf8_size(std::string_view(line).substr(at)), 1);
  line.resize(std::min(at, line.size()));
  return line;
}

} // namespace

std::vector<std::string> progress_lines(std::span<Work const> works, std::size_t width)
{
  constexpr std::array aligns{Align::left,  Align::left,  Align::right, Align::left,
                              Align::right, Align::right, Align::right};
  std::vector<std::vector<std::string>> rows;
  for (auto const& work : works) rows.push_back(cells(work));
  auto lines = columns(aligns, rows);
  for (auto& line : lines) line = cut(std::move(line), width);
  return lines;
}

} // namespace mysync::report
