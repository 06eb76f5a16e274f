#include "sync/retry.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>

using namespace mysync;
using namespace mysync::sync;
using namespace std::chrono_literals;

namespace {

/// A log whose lines can be read back.
class MemoryLog {
public:
  MemoryLog() : file_(open_memstream(&text_, &size_)), log_(file_, LogFormat::text, LogLevel::debug)
  {}
  ~MemoryLog()
  {
    std::fclose(file_);
    std::free(text_);
  }
  MemoryLog(MemoryLog const&) = delete;
  MemoryLog& operator=(MemoryLog const&) = delete;

  Log& log() { return log_; }
  std::string text()
  {
    std::fflush(file_);
    return {text_, size_};
  }

private:
  char* text_ = nullptr;
  std::size_t size_ = 0;
  std::FILE* file_;
  Log log_;
};

Error lost() { return transient_failure(Fault::source, "the connection was lost"); }

RetrySchedule quick(unsigned max_retries) { return {max_retries, 1ms}; }

} // namespace

TEST_CASE("delays double up to five minutes, and jitter takes at most a quarter off")
{
  struct Example {
    std::chrono::milliseconds first;
    unsigned attempt;
    double jitter;
    std::chrono::milliseconds delay;
  };
  for (auto const& [first, attempt, jitter, delay] : std::vector<Example>{
           {30s, 0, 0, 30s},
           {30s, 1, 0, 60s},
           {30s, 2, 0, 120s},
           {30s, 3, 0, 240s},
           {30s, 4, 0, 300s},
           {30s, 1000, 0, 300s},
           {30s, 4'000'000'000U, 0, 300s},
           {10min, 0, 0, 300s},
           {30s, 0, 1, 22'500ms},
           {30s, 0, 0.5, 26'250ms},
           {30s, 4, 1, 225s},
           {30s, 0, 7, 22'500ms}, // out of range: held at its edge
           {30s, 0, -7, 30s},
           {0ms, 3, 0, 0ms},
       }) {
    CAPTURE(first.count(), attempt, jitter);
    CHECK(retry_delay({3, first}, attempt, jitter) == delay);
  }
}

TEST_CASE("an error that trying again cannot help is thrown at once")
{
  MemoryLog memory;
  Stop stop;
  Retries retries(quick(3), memory.log(), stop, "orders");
  int tries = 0;
  CHECK_THROWS_WITH(with_retries(retries,
                                 [&]() -> int {
                                   ++tries;
                                   throw failure(Fault::data, "the row is wrong");
                                 }),
                    "the row is wrong");
  CHECK(tries == 1);
  CHECK(memory.text().empty());
}

TEST_CASE("a transient error is tried again as often as configured, and each wait is logged")
{
  for (unsigned const most : {0U, 1U, 3U}) {
    MemoryLog memory;
    Stop stop;
    Retries retries(quick(most), memory.log(), stop, "orders");
    unsigned tries = 0;
    auto const attempt = [&]() -> int {
      ++tries;
      throw lost();
    };
    CHECK_THROWS_AS(with_retries(retries, attempt), Error);
    CHECK(tries == most + 1);
    auto const text = memory.text();
    CHECK(static_cast<unsigned>(std::count(text.begin(), text.end(), '\n')) == most);
    if (most == 0) continue;
    CHECK_THAT(text, Catch::Contains("orders") && Catch::Contains("the connection was lost") &&
                         Catch::Contains(fmt::format("({} of {})", most, most)));
  }
}

TEST_CASE("what succeeds in the end gives its value")
{
  MemoryLog memory;
  Stop stop;
  Retries retries(quick(3), memory.log(), stop, "");
  int tries = 0;
  auto const value = with_retries(retries, [&] {
    if (++tries < 3) throw lost();
    return 42;
  });
  CHECK(value == 42);
  CHECK(tries == 3);
}

TEST_CASE("what succeeds, without a value too, makes the next failure a first one")
{
  MemoryLog memory;
  Stop stop;
  Retries retries(quick(1), memory.log(), stop, "");
  for (int call = 0; call < 3; ++call) {
    int tries = 0;
    CHECK_NOTHROW(with_retries(retries, [&] {
      if (++tries < 2) throw lost();
    }));
    tries = 0;
    CHECK(with_retries(retries, [&] {
            if (++tries < 2) throw lost();
            return tries;
          }) == 2);
  }
}

TEST_CASE("failures in a row are counted across calls until there is progress")
{
  MemoryLog memory;
  Stop stop;
  Retries retries(quick(2), memory.log(), stop, "");
  auto const fail = [&] { retries.wait_or_throw(lost()); };
  CHECK_NOTHROW(fail());
  CHECK_NOTHROW(fail());
  CHECK_THROWS_AS(fail(), Error);
  retries.succeeded();
  CHECK_NOTHROW(fail());
  CHECK_NOTHROW(fail());
  CHECK_THROWS_AS(fail(), Error);
}

TEST_CASE("after a requested stop nothing is tried again")
{
  MemoryLog memory;
  Stop stop;
  stop.request(StopReason::interrupt);
  Retries retries({3, 1h}, memory.log(), stop, "");
  CHECK_THROWS_WITH(retries.wait_or_throw(lost()), "the connection was lost");
}

TEST_CASE("a stop ends the wait for the next try")
{
  MemoryLog memory;
  Stop stop;
  Retries retries({3, 1h}, memory.log(), stop, "");
  std::thread stopper([&] {
    while (memory.text().empty()) std::this_thread::yield(); // until it says that it waits
    stop.request(StopReason::terminate);
  });
  CHECK_THROWS_WITH(retries.wait_or_throw(lost()), "the connection was lost");
  stopper.join();
}
