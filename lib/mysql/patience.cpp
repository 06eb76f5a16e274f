#include "mysql/patience.hpp"

#include <algorithm>

namespace mysync::mysql {

namespace {

// A server that sorts or filters for long sends nothing meanwhile, so silence is no sign of death
// for a long time.
constexpr std::chrono::milliseconds least = std::chrono::minutes(5);
constexpr int factor = 20;

} // namespace

std::chrono::milliseconds read_patience(std::chrono::milliseconds timeout) noexcept
{
  return std::max(timeout * factor, least);
}

} // namespace mysync::mysql
