#pragma once
// What keeps a table's late commits from being lost: the horizon where it is exact, else the
// overlap alone.

#include "sync/choice.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace mysync::sync {

/// With an exact horizon, and times that the server gives.
inline constexpr std::chrono::seconds exact_overlap{5};
/// Without: only time covers a transaction that commits late, or a clock that is not the server's.
inline constexpr std::chrono::minutes unproven_overlap{5};

/// True when every row that is written gets its cursor from the server, unless the statement itself
/// names another: DEFAULT and ON UPDATE CURRENT_TIMESTAMP.
bool server_fills_cursor(TableChoice const& choice);

struct Protection {
  /// Why commits that come late may go unseen, as in mysql::Activity; empty: the horizon is exact.
  std::string blind;
  std::chrono::milliseconds overlap{}; ///< how far behind the watermark each catch-up begins
};

/// `blind` is the source's; a table may have reasons of its own.
Protection protection(TableChoice const& choice, std::string const& blind,
                      std::optional<std::chrono::milliseconds> configured_overlap);

/// What the operator is told where the horizon is not exact, with the next step.
std::string warning(Protection const& protection);

} // namespace mysync::sync
