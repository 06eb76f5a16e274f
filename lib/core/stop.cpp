#include "core/stop.hpp"

#include <algorithm>
#include <utility>

namespace mysync {

void Stop::request(StopReason reason)
{
  {
    // Under the lock, so that nobody falls asleep between its look at the reason and its wait.
    std::lock_guard const lock(mutex_);
    auto expected = StopReason::none;
    reason_.compare_exchange_strong(expected, reason);
  }
  woken_.notify_all();
}

bool Stop::wait_for(std::chrono::milliseconds duration) const
{
  // Now plus the largest duration would overflow the clock; nobody waits for a year.
  auto const bounded = std::min<std::chrono::milliseconds>(duration, std::chrono::hours(24 * 365));
  std::unique_lock lock(mutex_);
  return woken_.wait_for(lock, bounded, [this] { return requested(); });
}

void Stop::lose_patience()
{
  std::lock_guard const lock(cuts_mutex_);
  for (auto const& cut : cuts_) cut();
}

Impatience::Impatience(Stop& stop, std::function<void()> cut) : stop_(&stop)
{
  std::lock_guard const lock(stop.cuts_mutex_);
  at_ = stop.cuts_.insert(stop.cuts_.end(), std::move(cut));
}

Impatience::~Impatience()
{
  std::lock_guard const lock(stop_->cuts_mutex_);
  stop_->cuts_.erase(at_);
}

} // namespace mysync
