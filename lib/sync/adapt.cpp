#include "sync/adapt.hpp"

#include <algorithm>

namespace mysync::sync {

namespace {

using std::chrono::microseconds;

/// Two hide the acknowledgements of a target on the same machine; a third only takes turns.
constexpr unsigned writers_nearby = 2;
/// A thousand rows are read and encoded in a millisecond: as many batches are on their way at a
/// time as a round trip has milliseconds. Beyond sixteen the target has to work, not to wait.
constexpr unsigned most_writers = 16;
/// Within a data centre: two writers still keep a target busy that takes this long to write.
constexpr microseconds nearby{1000};
constexpr microseconds per_writer{1000};
constexpr unsigned batches_besides = 2; ///< one is queued and one is filled

} // namespace

unsigned writers_for(microseconds round_trip, unsigned loads) noexcept
{
  if (round_trip <= nearby) return writers_nearby;
  auto const wanted = writers_nearby + static_cast<std::uint64_t>(round_trip / per_writer);
  auto const most = std::max(writers_nearby, most_writers / std::max(1U, loads));
  return wanted < most ? static_cast<unsigned>(wanted) : most;
}

BatchLimits limits_with(BatchLimits limits, unsigned writers) noexcept
{
  if (writers <= writers_nearby) return limits;
  limits.bytes = limits.bytes * (writers_nearby + batches_besides) / (writers + batches_besides);
  return limits;
}

} // namespace mysync::sync
