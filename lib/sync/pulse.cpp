#include "sync/pulse.hpp"

#include "core/boot_clock.hpp"
#include "core/error.hpp"
#include "core/text.hpp"

namespace mysync::sync {

Pulse::Pulse(std::chrono::milliseconds lease, Stop& stop)
    : lease_(lease), stop_(&stop), beaten_ms_(boot_milliseconds())
{}

bool Pulse::held() const noexcept { return boot_milliseconds() - beaten_ms_ < lease_.count(); }

void Pulse::check() const
{
  if (held()) return;
  stop_->request(StopReason::lease_lost);
  throw failure(
      Fault::busy,
      "this run gave no sign of life for {}, so that others may have taken its ranges; it "
      "stops, what it wrote is remembered",
      duration_text(lease_));
}

} // namespace mysync::sync
