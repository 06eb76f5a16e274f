#include "sync/cursor_order.hpp"

#include "core/parse_number.hpp"
#include "sync/wall.hpp"

#include <limits>

namespace mysync::sync {

namespace {

/// The fields of a time as one number that grows as they do; not a calendar.
std::int64_t packed(Time const& time) noexcept
{
  std::int64_t value = time.year;
  value = value * 13 + time.month;
  value = value * 32 + time.day;
  value = value * 24 + time.hour;
  value = value * 60 + time.minute;
  value = value * 60 + time.second;
  return value * 1'000'000 + time.microsecond;
}

} // namespace

CursorOrder::CursorOrder(std::string const& value)
{
  if (auto const wall = parse_wall(value)) {
    known_ = true;
    time_ = packed(time_of(*wall));
    return;
  }
  auto const integer = parse_number<std::int64_t>(value);
  auto const natural = parse_number<std::uint64_t>(value);
  integer_ = integer.value_or(natural ? std::numeric_limits<std::int64_t>::max() : 0);
  natural_ = natural.value_or(0);
  known_ = integer || natural;
}

bool CursorOrder::covers(Cell const& cell) const noexcept
{
  if (!known_) return false;
  switch (cell.kind) {
  case Cell::Kind::time: return packed(*cell.time) <= time_;
  case Cell::Kind::signed_integer: return cell.integer <= integer_;
  case Cell::Kind::unsigned_integer: return cell.natural <= natural_;
  default: return false;
  }
}

} // namespace mysync::sync
