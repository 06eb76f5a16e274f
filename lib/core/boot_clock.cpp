#include "core/boot_clock.hpp"

#include <ctime>

namespace mysync {

std::int64_t boot_milliseconds() noexcept
{
  timespec now{};
  clock_gettime(CLOCK_BOOTTIME, &now);
  return std::int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000;
}

} // namespace mysync
