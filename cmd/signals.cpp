#include "cmd/signals.hpp"

#include "cmd/exit_status.hpp"

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <limits>
#include <utility>

#include <climits>
#include <poll.h>
#include <pthread.h>
#include <unistd.h>

namespace mysync::cmd {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto never = std::numeric_limits<std::int64_t>::max();
/// Wakes our own thread; nobody else sends it, and what nobody asked for is ignored.
constexpr int wake_up = SIGUSR2;

// Two seconds from a signal to the end are promised. What is under way gets the first moment;
// then the source's silence is broken, so that what has arrived can be remembered and the lease be
// released; and then a target that hangs is left. The rest is for a machine that is busy.
constexpr std::chrono::milliseconds patience{400};
constexpr std::chrono::milliseconds abandoned_after{1200};

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

int status_of(int signal) noexcept
{
  return signal == SIGINT ? status_interrupt : status_terminate;
}

/// Standard error may be a pipe that nobody reads: then nothing is said.
void say_without_waiting(std::string const& text) noexcept
{
  pollfd ready{STDERR_FILENO, POLLOUT, 0};
  if (text.size() > PIPE_BUF || ::poll(&ready, 1, 0) != 1) return;
  static_cast<void>(!::write(STDERR_FILENO, text.data(), text.size()));
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

Signals::Signals(Stop& stop, std::string last_words)
    : stop_(stop), deadline_(never), last_words_(std::move(last_words)), patience_(never),
      abandoned_(never)
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

std::int64_t Signals::next_deadline() const noexcept
{
  return std::min({deadline_.load(), patience_, abandoned_});
}

void Signals::hear(int signal)
{
  if (heard_ != 0) ::_exit(status_of(signal));
  heard_ = signal;
  auto const now = Clock::now();
  patience_ = nanoseconds(now + patience);
  abandoned_ = nanoseconds(now + patience + abandoned_after);
  stop_.request(signal == SIGINT ? StopReason::interrupt : StopReason::terminate);
}

void Signals::run_out()
{
  auto const now = nanoseconds(Clock::now());
  if (now >= abandoned_) {
    say_without_waiting(last_words_);
    ::_exit(status_of(heard_));
  }
  if (now >= patience_) {
    patience_ = never;
    stop_.lose_patience();
  }
  if (now >= deadline_) {
    deadline_ = never;
    stop_.request(StopReason::duration);
  }
}

void Signals::watch()
{
  auto const signals = watched();
  while (!ending_) {
    auto const deadline = next_deadline();
    auto const left = until(deadline);
    auto const signal = sigtimedwait(&signals, nullptr, deadline == never ? nullptr : &left);
    if (signal == -1 && errno == EAGAIN) run_out();
    if (signal == SIGINT || signal == SIGTERM) hear(signal);
  }
}

} // namespace mysync::cmd
