#include "cmd/signals.hpp"

#include "cmd/exit_status.hpp"

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <limits>

#include <pthread.h>
#include <unistd.h>

namespace mysync::cmd {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto never = std::numeric_limits<std::int64_t>::max();
/// Wakes our own thread; nobody else sends it, and what nobody asked for is ignored.
constexpr int wake_up = SIGUSR2;

sigset_t watched() noexcept
{
  sigset_t signals;
  sigemptyset(&signals);
  for (int const signal : {SIGINT, SIGTERM, wake_up}) sigaddset(&signals, signal);
  return signals;
}

std::int64_t nanoseconds(Clock::time_point time) noexcept
{
  return std::chrono::duration_cast<std::chrono::nanoseconds>(time.time_since_epoch()).count();
}

/// The time until `deadline`, for sigtimedwait; none is left when it has passed.
timespec until(std::int64_t deadline) noexcept
{
  auto const left = std::max<std::int64_t>(deadline - nanoseconds(Clock::now()), 0);
  timespec time{};
  time.tv_sec = static_cast<std::time_t>(left / 1'000'000'000);
  time.tv_nsec = static_cast<long>(left % 1'000'000'000);
  return time;
}

} // namespace

Signals::Signals(Stop& stop) : stop_(stop), deadline_(never)
{
  std::signal(SIGPIPE, SIG_IGN);
  auto const signals = watched();
  pthread_sigmask(SIG_BLOCK, &signals, &before_);
  thread_ = std::thread([this] { watch(); });
}

Signals::~Signals()
{
  ending_ = true;
  wake();
  thread_.join();
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

void Signals::stop_after(std::chrono::milliseconds limit)
{
  deadline_ = nanoseconds(Clock::now() + limit);
  wake();
}

void Signals::wake() { pthread_kill(thread_.native_handle(), wake_up); }

void Signals::watch()
{
  auto const signals = watched();
  auto heard_before = false;
  while (!ending_) {
    auto const deadline = deadline_.load();
    auto const left = until(deadline);
    auto const signal = sigtimedwait(&signals, nullptr, deadline == never ? nullptr : &left);
    if (signal == -1 && errno == EAGAIN) {
      stop_.request(StopReason::duration);
      deadline_ = never;
    } else if (signal == SIGINT || signal == SIGTERM) {
      if (heard_before) ::_exit(signal == SIGINT ? status_interrupt : status_terminate);
      heard_before = true;
      stop_.request(signal == SIGINT ? StopReason::interrupt : StopReason::terminate);
    }
  }
}

} // namespace mysync::cmd
