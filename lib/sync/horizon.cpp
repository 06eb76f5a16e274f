#include "sync/horizon.hpp"

#include "core/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace mysync::sync {

namespace {

using std::chrono::microseconds;

/// A clock that is slewed, or read on another core, may show a little less than it did.
constexpr std::chrono::milliseconds margin{1};
/// The rows of a transaction's first statement have that statement's start, and the transaction
/// begins, for InnoDB, when it first touches a table: after parsing and opening it.
constexpr std::chrono::seconds before_transaction{1};
/// The clocks that are compared tell whole seconds.
constexpr std::chrono::seconds worth_saying{1};

/// A server that was started so long ago has finished its recovery, during which the prepared
/// transactions that it found began anew.
constexpr std::chrono::hours recovery{1};

/// A transaction that seems to have begun so long after the clock was read did so by another clock;
/// the overlap covers smaller steps.
constexpr std::chrono::seconds later_than_now{5};

/// Of a transaction that outlived a restart nobody knows when it began.
bool may_be_recovered(mysql::Activity const& activity, mysql::Writer const& writer)
{
  return activity.prepared && writer.connection == 0 &&
         writer.since < activity.clock.utc - activity.uptime + recovery;
}

/// Of a statement it is no sign: its session may have set a time of its own (SET timestamp).
bool began_by_another_clock(mysql::Activity const& activity, mysql::Writer const& writer)
{
  return writer.kind == mysql::Writer::Kind::transaction &&
         writer.since > activity.clock.utc + later_than_now;
}

microseconds unit_of(Column const& cursor)
{
  if (cursor.type == ColumnType::date) return std::chrono::days(1);
  microseconds unit = std::chrono::seconds(1);
  for (unsigned digit = 0; digit < cursor.scale; ++digit) unit /= 10;
  return unit;
}

microseconds floor_to(microseconds value, microseconds unit)
{
  auto const rest = value % unit;
  return value - (rest < microseconds(0) ? rest + unit : rest);
}

} // namespace

Settled settled(mysql::Activity const& activity)
{
  Settled result{activity.clock.utc, std::nullopt, activity.fresh};
  for (auto const& writer : activity.writers) {
    if (may_be_recovered(activity, writer)) result.known = false;
    if (began_by_another_clock(activity, writer)) result.clock_was_set_back = true;
    auto const since = writer.kind == mysql::Writer::Kind::transaction
                           ? writer.since - before_transaction
                           : writer.since;
    if (since >= result.instant) continue;
    result.instant = since;
    result.holder = writer;
  }
  result.known = result.known && !result.clock_was_set_back;
  return result;
}

bool holds_back(SourceTime const& time) noexcept
{
  return !time.known || time.held_back() > worth_saying + before_transaction;
}

std::string held_back_text(SourceTime const& time)
{
  if (!time.known) return "watermark not moved: " + time.held_by;
  auto const seconds = std::chrono::floor<std::chrono::seconds>(time.held_back());
  return fmt::format("watermark held back {}: {}", duration_text(seconds), time.held_by);
}

Wall cursor_clock(mysql::SourceClock const& clock, Column const& cursor, CursorZones const& zones)
{
  if (cursor.type == ColumnType::timestamp) return clock.utc;
  if (zones.cursor_zone) return earliest_wall(clock.utc, *zones.cursor_zone);
  return std::min(
      {clock.utc, clock.earliest_server_wall, earliest_wall(clock.utc, zones.datetime_zone)});
}

Wall horizon(mysql::SourceClock const& clock, Column const& cursor, CursorZones const& zones)
{
  auto const unit = unit_of(cursor);
  return Wall(floor_to((cursor_clock(clock, cursor, zones) - margin).time_since_epoch(), unit) -
              unit);
}

} // namespace mysync::sync
