#include "sync/clocks.hpp"

#include "core/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace mysync::sync {

namespace {

using std::chrono::microseconds;

/// The two clocks are not read at one instant: a difference below that is no step of a clock, and
/// not worth a word. What is above it was measured as inexactly, hence "a little more".
constexpr std::chrono::seconds inexact{1};

Column all_digits()
{
  Column column;
  column.type = ColumnType::date_time;
  column.scale = 6;
  return column;
}

/// By how much `source` is less than what the target's clock advanced.
microseconds missing(std::chrono::nanoseconds source, mongo::ClockRecord const& before,
                     mongo::ClockRecord const& now)
{
  auto const by = now.target - before.target - source;
  return std::max(microseconds(0), std::chrono::duration_cast<microseconds>(by));
}

microseconds source_set_back(mongo::ClockRecord const& before, mongo::ClockRecord const& now)
{
  return missing(now.source - before.source, before, now);
}

/// Its zone may be another now, by configuration or by the server's, or its hour come twice.
microseconds cursor_set_back(mongo::ClockRecord const& before, mongo::ClockRecord const& now)
{
  auto const first = parse_wall(before.cursor);
  auto const second = parse_wall(now.cursor);
  return first && second ? missing(*second - *first, before, now) : microseconds(0);
}

} // namespace

microseconds set_back(std::optional<mongo::ClockRecord> const& before,
                      mongo::ClockRecord const& now)
{
  if (!before) return microseconds(0);
  auto const by = std::max(source_set_back(*before, now), cursor_set_back(*before, now));
  return by > inexact ? by + inexact : by;
}

std::string clocks_warning(std::optional<mongo::ClockRecord> const& before,
                           mongo::ClockRecord const& now)
{
  if (!before) return {};
  if (before->server != now.server && !before->server.empty() && !now.server.empty()) {
    return fmt::format("the source is another server than in the last run ({}, was {}): what only "
                       "that one had no cursor tells; to compare: mysync verify, and to mend: "
                       "mysync verify --repair",
                       now.server, before->server);
  }
  auto const by = source_set_back(*before, now);
  if (by <= inexact) return {};
  return fmt::format("the source's clock advanced {} less than the target's since the last run: "
                     "rows are read again from so much further back",
                     duration_text(std::chrono::round<std::chrono::seconds>(by)));
}

mongo::ClockRecord clocks_of(SourceTime const& time)
{
  return {std::chrono::floor<std::chrono::milliseconds>(time.clock.utc),
          time.target,
          {},
          time.clock.server};
}

mongo::ClockRecord clocks_of(SourceTime const& time, Column const& cursor, CursorZones const& zones)
{
  auto clocks = clocks_of(time);
  clocks.cursor = wall_text(cursor_clock(time.clock, cursor, zones), all_digits());
  return clocks;
}

} // namespace mysync::sync
