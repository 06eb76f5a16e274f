#pragma once
// What a run makes of the clocks that the run before it saw: the source's may have been set back,
// or be another server's that is behind. Rows that are written after that have times below the
// watermark. The target's clock tells by how much.

#include "mongo/clock_record.hpp"
#include "sync/horizon.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace mysync::sync {

/// To be remembered with a horizon that was taken at that time.
mongo::ClockRecord clocks_of(SourceTime const& time, Column const& cursor,
                             CursorZones const& zones);

/// How much further back than the last horizon a catch-up has to begin: by as much as the source's
/// clock, or the one that fills the cursor, advanced less than the target's since then, never less
/// than that. Zero without an earlier record.
std::chrono::microseconds set_back(std::optional<mongo::ClockRecord> const& before,
                                   SourceTime const& time, Wall cursor_clock);

/// What the operator is told of it, with the next step: that the source's clock was set back, that
/// the source is another server. Empty: neither.
std::string clocks_warning(std::optional<mongo::ClockRecord> const& before, SourceTime const& time);

} // namespace mysync::sync
