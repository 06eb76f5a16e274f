#include "cmd/signals.hpp"

#include <catch2/catch.hpp>

#include <sys/wait.h>
#include <unistd.h>

using namespace mysync;
using namespace std::chrono_literals;
using cmd::Signals;

namespace {

/// The exit status of a child that runs `work` with signals handled; -1 when a signal killed it.
template <class Work> int status_of_child(Work const& work)
{
  auto const child = ::fork();
  if (child == 0) {
    Stop stop;
    Signals const signals(stop);
    work(stop);
    ::_exit(99);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

} // namespace

TEST_CASE("the first signal requests a stop and says which it was")
{
  for (auto const& [signal, reason] :
       {std::pair{SIGINT, StopReason::interrupt}, std::pair{SIGTERM, StopReason::terminate}}) {
    Stop stop;
    Signals const signals(stop);
    ::kill(::getpid(), signal);
    CHECK(stop.wait_for(10s));
    CHECK(stop.reason() == reason);
  }
}

TEST_CASE("the second signal ends the process at once")
{
  auto const hurried = [](int second) {
    return status_of_child([second](Stop& stop) {
      ::kill(::getpid(), SIGINT);
      stop.wait_for(10s);
      ::kill(::getpid(), second);
      ::sleep(10);
    });
  };
  CHECK(hurried(SIGINT) == 130);
  CHECK(hurried(SIGTERM) == 143);
}

TEST_CASE("a signal after the time limit does not end the process: it was stopping already")
{
  CHECK(status_of_child([](Stop& stop) {
          stop.request(StopReason::duration);
          ::kill(::getpid(), SIGTERM);
          std::this_thread::sleep_for(100ms);
        }) == 99);
}

TEST_CASE("the time limit requests a stop, and not before it has passed")
{
  Stop stop;
  Signals signals(stop);
  auto const start = std::chrono::steady_clock::now();
  signals.stop_after(50ms);
  CHECK(stop.wait_for(10s));
  CHECK(stop.reason() == StopReason::duration);
  CHECK(std::chrono::steady_clock::now() - start >= 50ms);
}

TEST_CASE("a closed pipe is an error where it is written to, not the end")
{
  CHECK(status_of_child([](Stop&) {
          int ends[2];
          if (::pipe(ends) != 0) ::_exit(1);
          ::close(ends[0]);
          ::_exit(::write(ends[1], "x", 1) == -1 ? 42 : 2);
        }) == 42);
}

TEST_CASE("afterwards the thread receives signals as before")
{
  sigset_t before, after;
  sigemptyset(&before);
  sigemptyset(&after);
  pthread_sigmask(SIG_SETMASK, nullptr, &before);
  {
    Stop stop;
    Signals const signals(stop);
  }
  pthread_sigmask(SIG_SETMASK, nullptr, &after);
  CHECK(sigismember(&before, SIGINT) == sigismember(&after, SIGINT));
  CHECK(sigismember(&after, SIGTERM) == 0);
}
