#include "sync/lease_keeper.hpp"

#include "core/boot_clock.hpp"
#include "core/crash_point.hpp"
#include "core/error.hpp"
#include "core/text.hpp"

#include <climits>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace mysync::sync {

namespace {

/// A holder renews this often in a lease's time, so that one lost message does not cost the lease.
constexpr int renewals_per_lease = 3;
/// What the configuration allows; more is a hand's work.
constexpr std::chrono::milliseconds longest_lease = std::chrono::hours(1);
/// Tries to take a lease that others are taking at the same moment.
constexpr int acquire_attempts = 5;

Error held_by(LeaseRequest const& request, mongo::LeaseView const& view)
{
  return failure(
      Fault::busy,
      "pipeline {}: run {} on {} (pid {}) holds the lease, renewed {} ago; wait for it, or "
      "if it is dead, {} after its last sign of life",
      request.pipeline, view.holder->run, view.holder->host, view.holder->pid,
      duration_text(std::max(view.age, std::chrono::milliseconds(0))),
      duration_text(view.duration));
}

} // namespace

std::string host_name()
{
  std::array<char, HOST_NAME_MAX + 1> name{};
  if (gethostname(name.data(), name.size() - 1) != 0) return "unknown";
  return name.data();
}

LeaseKeeper::LeaseKeeper(mongo::Target const& target, LeaseRequest const& request, Log& log,
                         Stop& stop)
    : document_(target, request.state_collection, request.pipeline), holder_{host_name(), getpid(),
                                                                             request.run},
      request_(request), log_(&log), stop_(&stop)
{
  Retries retries(request.retrying, log, stop, "", request.credentials);
  with_retries(retries, [&] { acquire(); });
  reached("lease_taken");
  heartbeat_ = std::thread([this] { renew_until_closed(); });
}

LeaseKeeper::~LeaseKeeper()
{
  {
    std::lock_guard const lock(mutex_);
    closing_ = true;
  }
  close_.notify_all();
  heartbeat_.join();
  if (lost_) return;
  reached("releasing");
  try {
    if (doubtful_) document_.ask_for_care(request_.duration);
    document_.release(holder_.run, token_);
  } catch (Error const& error) {
    // The next run waits until the lease has run out; nothing else is lost.
    log_->write({.level = LogLevel::warn,
                 .component = "lease",
                 .operation = "release",
                 .message = error.what()});
  }
}

void LeaseKeeper::acquire()
{
  mongo::LeaseView view;
  for (int attempt = 0; attempt < acquire_attempts; ++attempt) {
    view = document_.read();
    if (view.holder && view.holder->run == holder_.run) { // taken, but its reply was lost
      renewed();
      if (!document_.renew(holder_.run, view.token)) continue;
      token_ = view.token;
      careful_ = view.careful();
      return;
    }
    if (view.holder) view = document_.read_with_age();
    if (view.holder && !is_dead(view)) throw held_by(request_, view);
    renewed();
    if (!document_.take(view, holder_, request_.duration)) continue;
    auto const taken = document_.read();
    bool const is_ours = taken.holder && taken.holder->run == holder_.run;
    if (!is_ours) continue; // asleep for longer than the lease
    token_ = taken.token;
    careful_ = taken.careful();
    if (!view.holder) return;
    log_->write(
        {.level = LogLevel::warn,
         .component = "lease",
         .operation = "take_over",
         .message = fmt::format("run {} on {} (pid {}) died without releasing the lease; its "
                                "work goes on from what it remembered",
                                view.holder->run, view.holder->host, view.holder->pid)});
    return;
  }
  throw failure(Fault::busy, "pipeline {}: other runs are taking the lease at this moment",
                request_.pipeline);
}

/// The target's clock may have stepped back since the last renewal, or a hand have written it: then
/// a holder is dead that does not renew while it is watched. (One that renews at the moment of the
/// question is only a little ahead of it.)
bool LeaseKeeper::is_dead(mongo::LeaseView const& view) const
{
  if (view.age >= -view.duration) return view.expired();
  auto const watched = std::clamp(view.duration, request_.duration, longest_lease);
  log_->write({.level = LogLevel::warn,
               .component = "lease",
               .operation = "watch",
               .message = fmt::format("the lease says that it was renewed {} from now; watching "
                                      "for {} whether its holder lives",
                                      duration_text(-view.age), duration_text(watched))});
  return !stop_->wait_for(watched) && document_.read().renewed == view.renewed;
}

void LeaseKeeper::renewed() noexcept { renewed_ms_ = boot_milliseconds(); }

void LeaseKeeper::renew_until_closed()
{
  std::unique_lock lock(mutex_);
  while (!close_.wait_for(lock, request_.duration / renewals_per_lease, [&] { return closing_; })) {
    lock.unlock();
    auto const asked = boot_milliseconds();
    auto const version = request_.credentials ? request_.credentials->version() : 0;
    try {
      if (document_.renew(holder_.run, token_)) {
        renewed_ms_ = asked;
      } else {
        lost_ = true;
        stop_->request(StopReason::lease_lost);
        return;
      }
    } catch (Error const& error) {
      log_->write({.level = LogLevel::warn,
                   .component = "lease",
                   .operation = "renew",
                   .message = error.what()});
      if (error.denied() && request_.credentials) request_.credentials->renew(version);
    }
    lock.lock();
  }
}

bool LeaseKeeper::held() const noexcept
{
  return !lost_ && boot_milliseconds() - renewed_ms_ < request_.duration.count();
}

void LeaseKeeper::check() const
{
  if (held()) return;
  stop_->request(StopReason::lease_lost); // the other tables' as well
  throw failure(Fault::busy,
                "pipeline {}: the lease was lost {}; this run stops, what it wrote is "
                "remembered",
                request_.pipeline,
                lost_ ? "to another run" : "since it could not be renewed in time");
}

} // namespace mysync::sync
