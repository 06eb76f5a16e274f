#include "sync/run_id.hpp"

#include "core/text.hpp"

#include <fmt/format.h>

#include <random>

namespace mysync::sync {

std::string new_run_id(std::chrono::system_clock::time_point now)
{
  auto const seconds = std::chrono::floor<std::chrono::seconds>(now);
  std::string id = iso8601(seconds);
  std::erase_if(id, [](char c) { return c == '-' || c == ':'; });
  return fmt::format("{}-{:06x}", id, std::random_device{}() & 0xffffffU);
}

} // namespace mysync::sync
