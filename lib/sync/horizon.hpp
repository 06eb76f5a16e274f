#pragma once
// The horizon: the cursor value below which no row can appear any more. Pure functions of the
// source's clock, the zones that may have filled the cursor, and the column.

#include "core/schema.hpp"
#include "mysql/clock.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace mysync::sync {

/// A wall clock without a zone, as a cursor column holds it.
using Wall = mysql::Micros;

/// `2026-01-02 03:04:05.000006` and shorter forms (`2026-01-02`, no fraction); nothing for other
/// text.
std::optional<Wall> parse_wall(std::string const& text);
/// With the column's fraction digits; DATE columns without a time of day.
std::string wall_text(Wall wall, Column const& cursor);

/// The earliest wall clock that `zone` (an IANA name, "UTC" or "+05:30") shows from `utc` on. It is
/// behind the zone's present time only in the hour before its clocks go back, which comes twice:
/// rows written in the second one will look as old as that. Throws Error (Fault::config) for an
/// unknown zone.
Wall earliest_wall(mysql::Micros utc, std::string const& zone);

/// Whose clocks may have filled a cursor column.
struct CursorZones {
  std::optional<std::string> cursor_zone; ///< configured: the only one
  std::string datetime_zone = "UTC"; ///< else this, UTC and the server's own, whichever is earliest
};

/// The horizon by the source's clock alone (transactions that commit late are the overlap's work):
/// a TIMESTAMP's is UTC, a DATETIME's the earliest of its zones; lowered by one unit of the
/// column's precision, since rows may still be written with the present one.
Wall horizon(mysql::SourceClock const& clock, Column const& cursor, CursorZones const& zones);

/// How far behind the watermark a catch-up begins when the configuration says "auto": rows of
/// transactions that were open when the horizon was taken commit later with an older cursor, and
/// without a look at those transactions only time covers them.
inline constexpr std::chrono::minutes unproven_overlap{5};

} // namespace mysync::sync
