// As little patience with a silent source as MYSYNC_PATIENCE says, in seconds.

#include "mysql/patience.hpp"

#include <cstdlib>

namespace mysync::mysql {

std::chrono::milliseconds read_patience(std::chrono::milliseconds) noexcept
{
  char const* const text = std::getenv("MYSYNC_PATIENCE");
  return std::chrono::seconds(text == nullptr ? 300 : std::atoi(text));
}

} // namespace mysync::mysql
