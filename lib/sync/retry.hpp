#pragma once
// Trying again: which errors, how often, after how long.

#include "config/credentials.hpp"
#include "core/error.hpp"
#include "core/log.hpp"
#include "core/stop.hpp"

#include <chrono>
#include <string>
#include <type_traits>

namespace mysync::sync {

struct RetrySchedule {
  unsigned max_retries = 3;
  std::chrono::milliseconds first_delay{30'000};
};

/// Exponential, capped at five minutes: before try `attempt` (0: the first repetition). `jitter` in
/// [0, 1) takes up to a quarter off, so that many runs do not come back in step.
std::chrono::milliseconds retry_delay(RetrySchedule const& schedule, unsigned attempt,
                                      double jitter) noexcept;

/// Counts the failures of one activity in a row.
class Retries {
public:
  /// Without `credentials` those that were refused are not read again.
  Retries(RetrySchedule const& schedule, Log& log, Stop& stop, std::string table,
          config::Credentials* credentials = nullptr)
      : schedule_(schedule), log_(&log), stop_(&stop), table_(std::move(table)),
        credentials_(credentials), version_(credentials == nullptr ? 0 : credentials->version())
  {}

  /// Waits before the next try, and says so; throws `error` when it is not transient, when the
  /// tries are used up, or when a stop was requested. Credentials that were refused are read again:
  /// with others one more try is made at once; when those are refused too, `error` is thrown, since
  /// who asks again and again is locked out.
  void wait_or_throw(Error const& error);
  /// The activity made progress: the next failure is a first one.
  void succeeded() noexcept
  {
    failures_ = 0;
    renewed_ = false;
  }

private:
  bool has_other_credentials();

  RetrySchedule schedule_;
  Log* log_;
  Stop* stop_;
  std::string table_;
  config::Credentials* credentials_;
  unsigned version_;
  unsigned failures_ = 0;
  bool renewed_ = false; ///< since the last success
};

struct Context;

/// As configured; `table` empty: the whole pipeline.
Retries retries_of(Context const& context, std::string table = {});

/// Calls `attempt` until it returns or `retries` gives up; once it returned, the next failure is a
/// first one.
template <class Attempt> auto with_retries(Retries& retries, Attempt const& attempt)
{
  for (;;) {
    try {
      if constexpr (std::is_void_v<decltype(attempt())>) {
        attempt();
        return retries.succeeded();
      } else {
        auto result = attempt();
        retries.succeeded();
        return result;
      }
    } catch (Error const& error) {
      retries.wait_or_throw(error);
    }
  }
}

} // namespace mysync::sync
