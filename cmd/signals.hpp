#pragma once
// SIGINT, SIGTERM and the time limit become a request to stop.

#include "core/stop.hpp"

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <thread>

namespace mysync::cmd {

/// While it lives a thread waits for the signals, in the place of every other: it must be made
/// before any other thread, which inherit the mask. The first signal requests the stop, the second
/// ends the process at once. SIGPIPE is ignored: a closed pipe is an error where it is written to.
class Signals {
public:
  explicit Signals(Stop& stop);
  ~Signals();
  Signals(Signals const&) = delete;
  Signals& operator=(Signals const&) = delete;

  /// Requests a stop (StopReason::duration) when `limit` has passed from now.
  void stop_after(std::chrono::milliseconds limit);

private:
  void watch();
  void wake();

  Stop& stop_;
  sigset_t before_{};
  std::atomic<bool> ending_{false};
  std::atomic<std::int64_t> deadline_; ///< of the steady clock, in nanoseconds
  std::thread thread_;
};

} // namespace mysync::cmd
