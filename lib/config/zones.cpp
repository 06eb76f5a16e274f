#include "config/zones.hpp"

#include "core/text.hpp"

#include <date/tz.h>
#include <fmt/format.h>

#include <exception>
#include <vector>

namespace mysync::config {
namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// `+HH:MM`, to the farthest offsets that any zone has had and that the servers take.
bool is_offset(std::string_view text) noexcept
{
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return false;
  if (!is_digit(text[1]) || !is_digit(text[2]) || !is_digit(text[4]) || !is_digit(text[5]))
    return false;
  auto const hours = (text[1] - '0') * 10 + (text[2] - '0');
  auto const minutes = (text[4] - '0') * 10 + (text[5] - '0');
  return minutes < 60 && hours * 60 + minutes <= 14 * 60;
}

std::string unknown(std::string_view zone, date::tzdb const& database)
{
  std::vector<std::string> names{"UTC"};
  for (auto const& known : database.zones) names.push_back(known.name());
  auto const near = closest(zone, names);
  return fmt::format("unknown time zone \"{}\"; {}", escaped(zone),
                     near ? fmt::format("did you mean \"{}\"?", *near)
                          : R"(write a name such as "Europe/Berlin", "UTC" or "+05:30")");
}

} // namespace

std::optional<std::string> zone_complaint(std::string_view zone)
{
  if (zone == "UTC" || is_offset(zone)) return std::nullopt;
  date::tzdb const* database = nullptr;
  try {
    database = &date::get_tzdb();
    static_cast<void>(date::locate_zone(zone)); // the tzdb's own member is not in Debian's library
    return std::nullopt;
  } catch (std::exception const&) {
    // The library says "not found" and "there is no database" in the same way.
    if (database != nullptr && !database->zones.empty()) return unknown(zone, *database);
  }
  return R"(this machine knows no time zones: install tzdata, or write "UTC" or an offset)";
}

} // namespace mysync::config
