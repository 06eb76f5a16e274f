#pragma once
// A clock that goes on while the machine sleeps (steady_clock stands still then).

#include <cstdint>

namespace mysync {

/// Milliseconds since the machine was started.
std::int64_t boot_milliseconds() noexcept;

} // namespace mysync
