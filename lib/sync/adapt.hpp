#pragma once
// How a pass adapts to how far away the target is.

#include "core/batch.hpp"

#include <chrono>

namespace mysync::sync {

/// Threads that write the batches of one reader, by the time that one small question to the target
/// takes: enough of them that the reader need not wait for acknowledgements. A target that is busy
/// takes as long as one that is far away, and must not be given the more to do: of `loads` readers
/// at once each gets its share of what a far target may have.
unsigned writers_for(std::chrono::microseconds round_trip, unsigned loads) noexcept;

/// The limits of batches of which `writers` are written, one is queued and one is filled at a time,
/// so that all of them take no more memory than those of two writers with `limits`.
BatchLimits limits_with(BatchLimits limits, unsigned writers) noexcept;

} // namespace mysync::sync
