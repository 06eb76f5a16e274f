#include "sync/flow.hpp"

#include <algorithm>

namespace mysync::sync {

namespace {

/// Twice as much on its way carries up to twice as much; less than this may be chance.
constexpr double clearly_more = 1.2;
/// Half as much that still carries this is enough.
constexpr double about_as_much = 0.9;
/// Batches that are measured together: two of each writer, and not so few that chance decides.
constexpr unsigned batches_of_each = 2, least_batches = 8;
/// A reader that waits for a tenth of the time is held up by its writers.
constexpr int much_of_it = 10;
constexpr unsigned first_rest = 8, longest_rest = 64;

} // namespace

Flow::Flow(FlowLimits const& limits) noexcept
    : limits_(limits), width_(limits.least_writers), next_rest_(first_rest)
{
  while (2 * width_ <= limits.first && fits(2 * width_)) width_ *= 2;
  settling_ = writers();
}

unsigned Flow::writers() const noexcept { return std::min(width_, limits_.most_writers); }

void Flow::measure_from(Moment now) noexcept
{
  batches_ = 0;
  rows_ = 0;
  waited_ = {};
  since_ = now;
}

void Flow::acknowledged(std::uint64_t rows, Moment now) noexcept
{
  if (pausing_) since_ += now - last_;
  pausing_ = false;
  last_ = now;
  if (settling_ > 0) {
    if (--settling_ == 0) measure_from(now);
    return;
  }
  ++batches_;
  rows_ += rows;
  if (batches_ < std::max(least_batches, batches_of_each * writers())) return;
  auto const took = now - since_;
  waits_for_writers_ = much_of_it * waited_ > took;
  judge(static_cast<double>(rows_) / std::chrono::duration<double>(took).count());
  settling_ = writers();
}

void Flow::judge(double rate) noexcept
{
  auto const other = next_ == Next::wider ? Next::narrower : Next::wider;
  if (trying_ && !bears_out(rate)) {
    width_ = next_ == Next::wider ? width_ / 2 : width_ * 2;
    next_ = other;
    rest_ = next_rest_;
    next_rest_ = std::min(2 * next_rest_, longest_rest);
    trying_ = false;
  } else if (rest_ > 0) {
    --rest_;
  } else {
    if (!can(next_)) next_ = other;
    trying_ = can(next_);
    if (trying_) width_ = next_ == Next::wider ? width_ * 2 : width_ / 2;
  }
  rate_before_ = rate;
}

bool Flow::bears_out(double rate) const noexcept
{
  return rate >= rate_before_ * (next_ == Next::wider ? clearly_more : about_as_much);
}

bool Flow::can(Next next) const noexcept
{
  if (next == Next::narrower) return width_ / 2 >= limits_.least_writers;
  return fits(2 * width_) && waits_for_writers_;
}

/// More writers, or larger batches of the most.
bool Flow::fits(unsigned width) const noexcept
{
  auto const most = limits_.most_writers;
  bool const larger_batches =
      limits_.most_fold > 1 && width % (2 * most) == 0 && width / most <= limits_.most_fold;
  return width <= most || larger_batches;
}

} // namespace mysync::sync
