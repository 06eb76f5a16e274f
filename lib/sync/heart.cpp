#include "sync/heart.hpp"

#include "core/boot_clock.hpp"

#include <utility>

namespace mysync::sync {

namespace {

/// Signs of life in the time after which a worker is taken for dead.
constexpr int beats_per_lease = 3;

} // namespace

Heart::Heart(LoadShare const& share, std::string prefix)
    : log_(share.parts.context.log), pulse_(share.pulse), claims_(share, {prefix, 0}),
      prefix_(std::move(prefix)),
      interval_(share.parts.context.config.sync.lease / beats_per_lease), thread_([this] { run(); })
{}

Heart::~Heart()
{
  {
    std::lock_guard const lock(mutex_);
    closing_ = true;
  }
  close_.notify_all();
  thread_.join();
}

void Heart::run()
{
  std::unique_lock lock(mutex_);
  while (!close_.wait_for(lock, interval_, [&] { return closing_; })) {
    lock.unlock();
    auto const moment = boot_milliseconds();
    try {
      bool const beaten =
          claims_.change([&](mongo::Ranges& ranges) { return beat(ranges, prefix_); });
      // Without a range there is nothing to hold: somebody may have taken it and be done with it.
      if (beaten && pulse_ != nullptr) pulse_->beaten(moment);
    } catch (Error const& error) { // its workers find out by themselves
      log_.write({.level = LogLevel::warn,
                  .component = "load",
                  .operation = "beat",
                  .message = error.what()});
    }
    lock.lock();
  }
}

} // namespace mysync::sync
