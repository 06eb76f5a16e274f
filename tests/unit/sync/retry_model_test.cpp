// The retry schedule, and the count of failures, against a model that is too simple to be wrong.

#include "support/steps.hpp"
#include "sync/retry.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <random>

using namespace mysync;
using namespace mysync::sync;
using namespace std::chrono_literals;

namespace {

using Random = std::mt19937_64;

std::int64_t between(Random& random, std::int64_t low, std::int64_t high)
{
  return std::uniform_int_distribution<std::int64_t>(low, high)(random);
}

/// min(first × 2^attempt, five minutes), without a loop and without overflow.
double without_jitter(std::int64_t first, unsigned attempt)
{
  return std::min(static_cast<double>(first) * std::pow(2.0, std::min(attempt, 60U)), 300'000.0);
}

Error error_of(std::int64_t kind)
{
  if (kind == 0) return {Fault::target, Retry::useless, "permanent"};
  if (kind == 1) return {Fault::source, Retry::with_other_credentials, "denied"};
  return {Fault::source, Retry::may_help, "transient"};
}

} // namespace

TEST_CASE("model: whatever is asked, a delay is the doubled one less at most a quarter")
{
  auto const seed = tests::model_seed();
  CAPTURE(seed);
  Random random(seed);
  for (std::uint64_t step = 0; step < tests::model_steps(); ++step) {
    auto const first = between(random, 0, 600'000);
    auto const attempt = static_cast<unsigned>(
        between(random, 0, 5) == 0 ? between(random, 0, 100'000) : between(random, 0, 12));
    auto const jitter = std::uniform_real_distribution<double>(-0.5, 1.5)(random);
    RetrySchedule const schedule{3, std::chrono::milliseconds(first)};
    auto const delay = static_cast<double>(retry_delay(schedule, attempt, jitter).count());
    auto const whole = without_jitter(first, attempt);
    auto const next = static_cast<double>(retry_delay(schedule, attempt + 1, jitter).count());
    if (delay > whole || delay < std::floor(whole * 0.75) || next + 1 < delay)
      FAIL("first " << first << ", attempt " << attempt << ", jitter " << jitter << ": " << delay);
  }
  SUCCEED();
}

TEST_CASE("model: as many failures in a row are borne as configured, and only those that may pass")
{
  auto const seed = tests::model_seed();
  CAPTURE(seed);
  Random random(seed);
  Log log(stderr, LogFormat::text, LogLevel::error);
  for (std::uint64_t step = 0; step < tests::model_steps() / 100; ++step) {
    Stop stop;
    auto const most = static_cast<unsigned>(between(random, 0, 5));
    Retries retries({most, 0ms}, log, stop, "orders");
    unsigned in_a_row = 0;
    for (int call = 0; call < 100; ++call) {
      auto const kind = between(random, 0, 9);
      if (kind == 9) {
        retries.succeeded();
        in_a_row = 0;
        continue;
      }
      bool const borne = kind > 1 && in_a_row < most;
      bool threw = false;
      try {
        retries.wait_or_throw(error_of(kind));
      } catch (Error const&) {
        threw = true;
      }
      if (threw == borne) FAIL("after " << in_a_row << " of " << most << ", kind " << kind);
      if (borne) ++in_a_row;
    }
  }
  SUCCEED();
}
