#pragma once
// The source's clock and zones, as facts; what follows from them is decided in sync/horizon.

#include "mysql/session.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace mysync::mysql {

using Micros = std::chrono::sys_time<std::chrono::microseconds>;

struct SourceClock {
  Micros utc; ///< the server's clock
  /// The earliest wall clock that the server's own zones (its system zone, and its global time_zone
  /// when that is another) will show from now on. It is behind "now in that zone" only in the hour
  /// before the clocks go back. Wall clock, kept in a sys_time that knows no zone.
  Micros earliest_server_wall;
  std::string system_zone; ///< as the server names it, for messages: "EST"
  std::string global_zone; ///< "SYSTEM", "+00:00", "Europe/Berlin"
  std::string server;      ///< which one: MySQL's uuid, MariaDB's server_id
};

/// Now.
SourceClock read_clock(Session& session);
/// As it was at `instant`, a moment of the server's clock.
SourceClock read_clock(Session& session, Micros instant);

} // namespace mysync::mysql
