#pragma once
// How much a load has on its way to the target at once: as much as carries more than less did.

#include <chrono>
#include <cstdint>

namespace mysync::sync {

struct FlowLimits {
  unsigned least_writers = 1, most_writers = 1;
  unsigned most_fold = 1; ///< batches become so many times as large at most
  unsigned first = 1;     ///< usual batches on their way at the beginning, as far as the rest lets
};

/// Begins with what the target's distance asks for and doubles what is on its way, first by more
/// writers, then by larger batches, while the reader waits for the writers and twice as much on its
/// way clearly carries more: it does where the target is far away, or has processors to spare.
/// Where it does not, the target is busy and more would only press it: then it goes back. So nobody
/// has to tell a far target from a busy one by the time of its answers, which is the same. Now and
/// then more and less are tried again. For one thread at a time.
class Flow {
public:
  using Moment = std::chrono::steady_clock::time_point;

  explicit Flow(FlowLimits const& limits) noexcept;

  FlowLimits const& limits() const noexcept { return limits_; }
  unsigned writers() const noexcept;
  /// How many times as large as usual a batch may be.
  unsigned fold() const noexcept { return width_ / writers(); }
  /// A pass begins: what was between it and the one before is not the writers' time.
  void begin() noexcept { pausing_ = true; }
  /// For so long the reader had a batch and nobody to hand it to.
  void waited(Moment::duration time) noexcept { waited_ += time; }
  /// A batch with so many rows has arrived.
  void acknowledged(std::uint64_t rows, Moment now) noexcept;

private:
  enum class Next : std::uint8_t { wider, narrower };

  void measure_from(Moment now) noexcept;
  void judge(double rate) noexcept;
  bool bears_out(double rate) const noexcept;
  bool can(Next next) const noexcept;
  bool fits(unsigned width) const noexcept;

  FlowLimits limits_;
  unsigned width_; ///< writers times fold
  Next next_ = Next::wider;
  bool trying_ = false;    ///< whether the width that `next_` led to is better
  double rate_before_ = 0; ///< rows a second with the width before
  unsigned rest_ = 0;      ///< measurements until the next try
  unsigned next_rest_;     ///< grows with every try in vain
  unsigned settling_;      ///< batches that are on their way as they were before
  unsigned batches_ = 0;
  std::uint64_t rows_ = 0;
  bool pausing_ = true;
  Moment last_{}; ///< a batch arrived
  Moment since_{};
  Moment::duration waited_{};
  bool waits_for_writers_ = false; ///< the reader, as of the last measurement
};

} // namespace mysync::sync
