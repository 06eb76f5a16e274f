#pragma once
// How many writers a load has: as many as carry more than fewer do.

#include <chrono>
#include <cstdint>

namespace mysync::sync {

/// Begins with `least` writers and doubles them, up to `most`, while the reader waits for them and
/// twice as many carry clearly more: they do where the target is far away, or has processors to
/// spare. Where they do not, the target is busy and more would only press it: the number goes back.
/// So nobody has to tell a far target from a busy one by the time of its answers, which is the
/// same. Now and then the next larger and the next smaller number are tried again. For one thread
/// at a time.
class WriterCount {
public:
  using Moment = std::chrono::steady_clock::time_point;

  WriterCount(unsigned least, unsigned most) noexcept;

  unsigned least() const noexcept { return least_; }
  unsigned most() const noexcept { return most_; }
  unsigned count() const noexcept { return count_; }
  /// A pass begins: what was between it and the one before is not the writers' time.
  void begin(Moment now) noexcept;
  /// For so long the reader had a batch and nobody to hand it to.
  void waited(Moment::duration time) noexcept { waited_ += time; }
  /// A batch with so many rows has arrived.
  void acknowledged(std::uint64_t rows, Moment now) noexcept;

private:
  enum class Next : std::uint8_t { more, fewer };

  void measure_from(Moment now) noexcept;
  void judge(double rate) noexcept;
  bool bears_out(double rate) const noexcept;
  bool can(Next next) const noexcept;

  unsigned least_, most_, count_;
  Next next_ = Next::more;
  bool trying_ = false;    ///< whether the number that `next_` led to is better
  double rate_before_ = 0; ///< rows a second with the number before
  unsigned rest_ = 0;      ///< measurements until the next try
  unsigned next_rest_;     ///< grows with every try in vain
  unsigned settling_ = 0;  ///< batches that are on their way as they were before
  unsigned batches_ = 0;
  std::uint64_t rows_ = 0;
  Moment::duration waited_{};
  Moment since_{};
  bool waits_for_writers_ = false; ///< the reader, as of the last measurement
};

} // namespace mysync::sync
