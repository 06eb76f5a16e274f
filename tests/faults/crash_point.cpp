// The program that dies where it is told to: MYSYNC_CRASH_AT=POINT:N kills it, as kill -9 would,
// when it comes to POINT for the N-th time (N = 1 without a number).

#include "core/crash_point.hpp"

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <string>
#include <string_view>

namespace mysync {

void reached(char const* point) noexcept
{
  static char const* const chosen = std::getenv("MYSYNC_CRASH_AT");
  static std::atomic<int> times{0};
  if (chosen == nullptr) return;
  std::string_view const text(chosen);
  auto const colon = text.find(':');
  if (text.substr(0, colon) != point) return;
  int const n = colon == std::string_view::npos ? 1 : std::atoi(chosen + colon + 1);
  if (++times == n) std::raise(SIGKILL);
}

} // namespace mysync
