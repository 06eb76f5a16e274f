#pragma once
// Wall clocks as cursor columns hold them.

#include "core/row.hpp"
#include "core/schema.hpp"
#include "mysql/clock.hpp"

#include <optional>
#include <string>

namespace mysync::sync {

/// A wall clock without a zone, as a cursor column holds it.
using Wall = mysql::Micros;

/// `2026-01-02 03:04:05.000006` and shorter forms (`2026-01-02`, no fraction); nothing for other
/// text.
std::optional<Wall> parse_wall(std::string const& text);
/// Its fields.
Time time_of(Wall wall) noexcept;
/// With the column's fraction digits; DATE columns without a time of day.
std::string wall_text(Wall wall, Column const& cursor);

/// The earliest wall clock that `zone` (an IANA name, "UTC" or "+05:30") shows from `utc` on. It is
/// behind the zone's present time only in the hour before its clocks go back, which comes twice:
/// rows written in the second one will look as old as that. Throws Error (Fault::config) for an
/// unknown zone.
Wall earliest_wall(mysql::Micros utc, std::string const& zone);

} // namespace mysync::sync
