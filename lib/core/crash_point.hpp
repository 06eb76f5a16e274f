#pragma once
// The moments at which the fault tests let a run die.

namespace mysync {

/// Says that the run has come to `point`. Nothing happens in the program itself; tests/faults links
/// another definition, which kills the process at the point that MYSYNC_CRASH_AT names. Called once
/// a batch at most, never for each row.
void reached(char const* point) noexcept;

} // namespace mysync
