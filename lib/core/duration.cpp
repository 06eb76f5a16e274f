// Durations and instants of core/text.hpp.

#include "core/text.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <ctime>

namespace mysync {
namespace {

struct Unit {
  std::string_view name;
  std::uint64_t milliseconds;
};

constexpr std::array<Unit, 5> units{
    {{"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1'000}, {"ms", 1}}};

/// Room to add durations to each other and to a clock in nanoseconds: about a hundred years.
constexpr std::uint64_t longest = 36'500ULL * 86'400'000ULL;

/// The unit that `text` names up to its next digit, among those smaller than the last one.
std::size_t unit_at(std::string_view text, std::size_t from) noexcept
{
  auto const name = text.substr(0, text.find_first_of("0123456789"));
  while (from < units.size() && units[from].name != name) ++from;
  return from;
}

} // namespace

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) noexcept
{
  std::uint64_t total = 0;
  std::size_t next = 0;
  if (text.empty()) return std::nullopt;
  while (!text.empty()) {
    std::uint64_t count = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc() || count > longest) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    auto const unit = unit_at(text, next);
    if (unit == units.size() || count > longest / units[unit].milliseconds) return std::nullopt;
    total += count * units[unit].milliseconds;
    if (total > longest) return std::nullopt;
    text.remove_prefix(units[unit].name.size());
    next = unit + 1;
  }
  return std::chrono::milliseconds(total);
}

std::string duration_text(std::chrono::milliseconds duration)
{
  auto const negative = duration.count() < 0;
  auto rest = static_cast<std::uint64_t>(duration.count());
  if (negative) rest = 0 - rest;
  if (rest == 0) return "0s";
  std::string text = negative ? "-" : "";
  for (auto const& unit : units) {
    if (rest >= unit.milliseconds) text += fmt::format("{}{}", rest / unit.milliseconds, unit.name);
    rest %= unit.milliseconds;
  }
  return text;
}

std::string iso8601(std::chrono::system_clock::time_point time)
{
  auto const whole = std::chrono::floor<std::chrono::seconds>(time);
  auto const fraction = std::chrono::floor<std::chrono::milliseconds>(time - whole).count();
  auto const seconds = std::chrono::system_clock::to_time_t(whole);
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  auto const text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", utc.tm_year + 1900,
                                utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec);
  return fraction == 0 ? text + "Z" : fmt::format("{}.{:03}Z", text, fraction);
}

} // namespace mysync
