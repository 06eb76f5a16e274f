#pragma once
// Which position may be remembered: batches are acknowledged in any order, the watermark follows
// the lowest unfinished one.

#include "core/position.hpp"

#include <cstdint>
#include <map>
#include <optional>

namespace mysync::sync {

using Ticket = std::uint64_t;

class Acknowledged {
public:
  /// The next batch was handed over; tickets grow in the order of reading.
  Ticket submitted() noexcept { return next_++; }
  /// The batch with this ticket is safe in the target. Returns the position behind which nothing is
  /// unfinished, when that has moved.
  std::optional<Position> acknowledged(Ticket ticket, Position position);

private:
  Ticket next_ = 0;
  Ticket lowest_unfinished_ = 0;
  std::map<Ticket, Position> waiting_;
};

} // namespace mysync::sync
