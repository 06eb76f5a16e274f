#pragma once
// The right to write of a run that helps another.

#include "core/stop.hpp"
#include "sync/hold.hpp"

#include <atomic>
#include <chrono>

namespace mysync::sync {

/// The hold of a run that joined a load which another leads: its ranges are its own while it gives
/// signs of life.
class Pulse final : public Hold {
public:
  Pulse(std::chrono::milliseconds lease, Stop& stop);
  void check() const override;
  bool held() const noexcept override;
  void doubt() const noexcept override { doubtful_ = true; }
  bool doubtful() const noexcept { return doubtful_; }
  std::int64_t careful() const noexcept override { return 0; }
  std::int64_t token() const noexcept override { return 0; }
  /// A sign of life for a range, or the claim of one, that was begun at `moment` has arrived.
  void beaten(std::int64_t moment) noexcept { beaten_ms_ = moment; }

private:
  std::chrono::milliseconds lease_;
  Stop* stop_;
  mutable std::atomic<bool> doubtful_{false};
  std::atomic<std::int64_t> beaten_ms_;
};

} // namespace mysync::sync
