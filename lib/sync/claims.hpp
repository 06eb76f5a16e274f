#pragma once
// The ranges of a shared load as the store has them, changed by one worker among many.

#include "sync/ranges.hpp"
#include "sync/shared_load.hpp"

#include <chrono>
#include <optional>
#include <utility>

namespace mysync::sync {

/// One worker's view of the ranges. For one thread at a time.
class Claims {
public:
  /// `share` outlives this.
  Claims(LoadShare const& share, RangeWorker worker);

  RangeWorker const& worker() const noexcept { return worker_; }

  /// Applies `decide` to the ranges as they are, again when somebody else was faster; false, and
  /// nothing is changed, when it refuses. Throws Error (Fault::busy) when the load is another's, or
  /// gone; in a run that joined, one that is gone is done.
  /// First they are taken for what this worker left, which spares a question to a target far away:
  /// the store refuses the change if they are not.
  template <class Decide> bool change(Decide const& decide)
  {
    return with_retries(retries_, [&] {
      if (auto left = std::exchange(left_, std::nullopt); left && decide(*left)) {
        if (store_.replace(*left)) return leave(*std::move(left));
      }
      for (;;) {
        auto ranges = read();
        if (!decide(ranges)) return false;
        if (store_.replace(ranges)) return leave(std::move(ranges));
      }
    });
  }

  bool is_dead(mongo::Range const& range);

private:
  mongo::Ranges read() const;
  bool leave(mongo::Ranges ranges);

  LoadShare const& share_;
  RangeWorker worker_;
  mongo::RangeStore store_;
  Retries retries_;
  Observer observer_;
  std::optional<mongo::Ranges> left_; ///< as this worker's last change left them
};

} // namespace mysync::sync
