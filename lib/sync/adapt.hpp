#pragma once
// How a pass adapts to how far away the target is.

#include "core/batch.hpp"

#include <chrono>

namespace mysync::sync {

/// Threads that write the batches of one reader, by the time that one small question to the target
/// takes: enough of them that the reader need not wait for acknowledgements.
unsigned writers_for(std::chrono::microseconds round_trip) noexcept;

/// The limits of batches of which `writers` are written, one is queued and one is filled at a time,
/// so that all of them take no more memory than those of two writers with `limits`.
BatchLimits limits_with(BatchLimits limits, unsigned writers) noexcept;

} // namespace mysync::sync
