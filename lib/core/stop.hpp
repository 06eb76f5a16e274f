#pragma once
// One flag that says the run should end, set by a signal, a lost lease or a time limit.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <list>
#include <mutex>

namespace mysync {

enum class StopReason : int { none, interrupt, terminate, duration, lease_lost };

class Stop {
public:
  bool requested() const noexcept { return reason() != StopReason::none; }
  StopReason reason() const noexcept { return reason_.load(std::memory_order_relaxed); }
  /// The first reason stays. Wakes everybody in `wait_for`. Takes a lock: call it from a thread
  /// that waits for signals, not from a signal handler.
  void request(StopReason reason);
  /// Sleeps at most `duration`; returns true when a stop was requested before it passed.
  bool wait_for(std::chrono::milliseconds duration) const;

  /// Somebody has asked for the end and waited long enough: what only waits for others is to be cut
  /// short. Runs what was registered, in this thread.
  void lose_patience();

private:
  friend class Impatience;
  std::mutex cuts_mutex_;
  std::list<std::function<void()>> cuts_;

  std::atomic<StopReason> reason_{StopReason::none};
  mutable std::mutex mutex_;
  mutable std::condition_variable woken_;
};

/// While it lives, `cut` is called when patience is lost; not from its own thread, and never after
/// the destructor has returned.
class Impatience {
public:
  Impatience(Stop& stop, std::function<void()> cut);
  ~Impatience();
  Impatience(Impatience const&) = delete;
  Impatience& operator=(Impatience const&) = delete;

private:
  Stop* stop_;
  std::list<std::function<void()>>::iterator at_;
};

} // namespace mysync
