#include "sync/clocks.hpp"

#include "core/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace mysync::sync {

namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

/// The two clocks are not read at one instant, and drift: what is below that is no step of a clock.
constexpr std::chrono::seconds worth_saying{5};

Column all_digits()
{
  Column column;
  column.type = ColumnType::date_time;
  column.scale = 6;
  return column;
}

/// By how much `advanced` is less than what the target's clock advanced: from before the first
/// reading to after the second.
microseconds missing(microseconds advanced, mongo::ClockRecord const& before,
                     SourceTime const& time)
{
  auto const target = time.target_after - before.target;
  return std::max(microseconds(0), std::chrono::ceil<microseconds>(target) - advanced);
}

microseconds source_set_back(mongo::ClockRecord const& before, SourceTime const& time)
{
  auto const source = time.clock.utc.time_since_epoch() - before.source.time_since_epoch();
  return missing(std::chrono::floor<microseconds>(source), before, time);
}

/// Its zone may be another now, by configuration or by the server's, or its hour come twice.
microseconds cursor_set_back(mongo::ClockRecord const& before, SourceTime const& time, Wall clock)
{
  auto const first = parse_wall(before.cursor);
  return first ? missing(clock - *first, before, time) : microseconds(0);
}

} // namespace

mongo::ClockRecord clocks_of(SourceTime const& time, Column const& cursor, CursorZones const& zones)
{
  return {.source = std::chrono::ceil<milliseconds>(time.clock.utc),
          .target = time.target_before,
          .cursor = wall_text(cursor_clock(time.clock, cursor, zones), all_digits()),
          .server = time.clock.server};
}

microseconds set_back(std::optional<mongo::ClockRecord> const& before, SourceTime const& time,
                      Wall cursor_clock)
{
  if (!before) return microseconds(0);
  return std::max(source_set_back(*before, time), cursor_set_back(*before, time, cursor_clock));
}

std::string clocks_warning(std::optional<mongo::ClockRecord> const& before, SourceTime const& time)
{
  if (!before) return {};
  auto const& server = time.clock.server;
  if (before->server != server && !before->server.empty() && !server.empty()) {
    return fmt::format("the source is another server than in the last run ({}, was {}): what only "
                       "that one had no cursor tells; to compare: mysync verify, and to mend: "
                       "mysync verify --repair",
                       server, before->server);
  }
  auto const by = source_set_back(*before, time);
  if (by < worth_saying) return {};
  return fmt::format("the source's clock advanced {} less than the target's since the last run: "
                     "rows are read again from so much further back",
                     duration_text(std::chrono::round<std::chrono::seconds>(by)));
}

} // namespace mysync::sync
