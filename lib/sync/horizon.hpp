#pragma once
// The horizon: the cursor value below which no row can appear any more. Pure functions of what the
// source says of its clock and of those who write, of the zones that may have filled the cursor,
// and of the column.

#include "core/schema.hpp"
#include "mongo/document.hpp"
#include "mysql/horizon.hpp"
#include "sync/wall.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace mysync::sync {

/// The instant before which nothing is still to be committed: a row that becomes visible after the
/// facts were read has a time of this instant or later, as far as the server gave it.
struct Settled {
  mysql::Micros instant;               ///< never after the source's clock
  std::optional<mysql::Writer> holder; ///< who holds it below the clock
  /// False when it cannot be told: the list of transactions was not to be had fresh, or a prepared
  /// transaction in it may have outlived a restart. No watermark may move then.
  bool known = true;
  /// Why it cannot, when that is it: a transaction is open that began before the source's clock was
  /// set back. What it has written since then is older than it looks.
  bool clock_was_set_back = false;
};
Settled settled(mysql::Activity const& activity);

/// What a run knows of the source's time: read once, and held for all its tables.
struct SourceTime {
  mysql::SourceClock clock;   ///< when it was looked at
  mysql::SourceClock settled; ///< the same clock at the instant that Settled names
  bool known = true;          ///< as in Settled
  std::string held_by; ///< who holds the watermarks back: "a transaction open since …"; or empty
  std::string blind;   ///< as in mysql::Activity
  mongo::TimePoint target_before = {}, target_after = {}; ///< its clock, around the source's

  std::chrono::microseconds held_back() const noexcept { return clock.utc - settled.utc; }
};

/// Worth a word to the operator, and that word: "watermark held back 42 s: a transaction open …".
bool holds_back(SourceTime const& time) noexcept;
std::string held_back_text(SourceTime const& time);

/// Whose clocks may have filled a cursor column.
struct CursorZones {
  std::optional<std::string> cursor_zone; ///< configured: the only one
  std::string datetime_zone = "UTC"; ///< else this, UTC and the server's own, whichever is earliest
};

/// The earliest time that a row written from that moment of the source's clock on can be given: a
/// TIMESTAMP is UTC, a DATETIME of the earliest of its zones.
Wall cursor_clock(mysql::SourceClock const& clock, Column const& cursor, CursorZones const& zones);

/// The horizon of a cursor at a moment of the source's clock: the cursor's clock, lowered by a
/// small margin and one unit of the column's precision, since rows may still be written with the
/// present one.
Wall horizon(mysql::SourceClock const& clock, Column const& cursor, CursorZones const& zones);

} // namespace mysync::sync
