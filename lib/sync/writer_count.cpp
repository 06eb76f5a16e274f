#include "sync/writer_count.hpp"

#include <algorithm>

namespace mysync::sync {

namespace {

/// Twice as many writers carry up to twice as much; less than this may be chance.
constexpr double clearly_more = 1.2;
/// Half as many that still carry this much are enough.
constexpr double about_as_much = 0.9;
/// Batches that are measured together: two of each writer, and not so few that chance decides.
constexpr unsigned batches_of_each = 2, least_batches = 8;
/// A reader that waits for a tenth of the time is held up by its writers.
constexpr int much_of_it = 10;
constexpr unsigned first_rest = 8, longest_rest = 64;

} // namespace

WriterCount::WriterCount(unsigned least, unsigned most) noexcept
    : least_(least), most_(std::max(least, most)), count_(least), next_rest_(first_rest)
{}

void WriterCount::begin(Moment now) noexcept
{
  settling_ = count_;
  measure_from(now);
}

void WriterCount::measure_from(Moment now) noexcept
{
  batches_ = 0;
  rows_ = 0;
  waited_ = {};
  since_ = now;
}

void WriterCount::acknowledged(std::uint64_t rows, Moment now) noexcept
{
  if (settling_ > 0) {
    if (--settling_ == 0) measure_from(now);
    return;
  }
  ++batches_;
  rows_ += rows;
  if (batches_ < std::max(least_batches, batches_of_each * count_)) return;
  auto const took = now - since_;
  waits_for_writers_ = much_of_it * waited_ > took;
  judge(static_cast<double>(rows_) / std::chrono::duration<double>(took).count());
  begin(now);
}

void WriterCount::judge(double rate) noexcept
{
  auto const other = next_ == Next::more ? Next::fewer : Next::more;
  if (trying_ && !bears_out(rate)) {
    count_ = next_ == Next::more ? count_ / 2 : count_ * 2;
    next_ = other;
    rest_ = next_rest_;
    next_rest_ = std::min(2 * next_rest_, longest_rest);
    trying_ = false;
  } else if (rest_ > 0) {
    --rest_;
  } else {
    if (!can(next_)) next_ = other;
    trying_ = can(next_);
    if (trying_) count_ = next_ == Next::more ? count_ * 2 : count_ / 2;
  }
  rate_before_ = rate;
}

bool WriterCount::bears_out(double rate) const noexcept
{
  return rate >= rate_before_ * (next_ == Next::more ? clearly_more : about_as_much);
}

bool WriterCount::can(Next next) const noexcept
{
  if (next == Next::fewer) return count_ / 2 >= least_;
  return 2 * count_ <= most_ && waits_for_writers_;
}

} // namespace mysync::sync
