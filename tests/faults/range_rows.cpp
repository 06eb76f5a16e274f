// Ranges as small as MYSYNC_RANGE_ROWS says, so that a small table is a large one, and cut from the
// start with MYSYNC_SHARED.

#include "sync/shared_load.hpp"

#include <cstdlib>

namespace mysync::sync {

std::uint64_t range_rows() noexcept
{
  char const* const text = std::getenv("MYSYNC_RANGE_ROWS");
  return text == nullptr ? 100'000 : std::strtoull(text, nullptr, 10);
}

bool may_take_whole() noexcept { return std::getenv("MYSYNC_SHARED") == nullptr; }

} // namespace mysync::sync
