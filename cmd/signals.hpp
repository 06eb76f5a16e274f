#pragma once
// SIGINT, SIGTERM and the time limit become a request to stop.

#include "core/stop.hpp"

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <string>
#include <thread>

namespace mysync::cmd {

/// While it lives a thread waits for the signals, in the place of every other: it must be made
/// before any other thread, which inherit the mask. The first signal requests the stop, the second
/// ends the process at once. SIGPIPE is ignored: a closed pipe is an error where it is written to.
/// What hangs does not keep the process: soon after the first signal the stop loses its
/// patience, and before two seconds are over the process ends after writing `last_words` to
/// standard error. What was not acknowledged by then is not remembered either.
class Signals {
public:
  explicit Signals(Stop& stop, std::string last_words = {});
  ~Signals();
  Signals(Signals const&) = delete;
  Signals& operator=(Signals const&) = delete;

  /// Requests a stop (StopReason::duration) when `limit` has passed from now.
  void stop_after(std::chrono::milliseconds limit);

private:
  void watch();
  void wake();
  void hear(int signal);
  void run_out();
  std::int64_t next_deadline() const noexcept;

  Stop& stop_;
  sigset_t before_{};
  std::atomic<bool> ending_{false};
  std::atomic<std::int64_t> deadline_; ///< of the steady clock, in nanoseconds
  std::string last_words_;
  int heard_ = 0;          ///< the first signal; 0: none
  std::int64_t patience_;  ///< until when it lasts; never: nothing was heard, or it is lost already
  std::int64_t abandoned_; ///< when the process ends whatever it waits for
  std::thread thread_;
};

} // namespace mysync::cmd
