#include "cmd/stale_counters.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

#include <unistd.h>

namespace mysync::cmd {

void forget_stale_counters() noexcept
{
  constexpr std::string_view prefix = "/dev/shm/mongoc-";
  std::array<char, 40> path{};
  auto* const digits = std::copy(prefix.begin(), prefix.end(), path.data());
  std::to_chars(digits, path.data() + path.size() - 1, ::getpid());
  static_cast<void>(::unlink(path.data()));
}

} // namespace mysync::cmd
