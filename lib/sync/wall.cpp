#include "sync/wall.hpp"

#include "core/error.hpp"
#include "core/position.hpp"

#include <date/tz.h>

#include <algorithm>
#include <cstdio>

namespace mysync::sync {

namespace {

using std::chrono::microseconds;

/// MySQL's range; what leaves it is held at its edge.
constexpr Wall first_wall = std::chrono::sys_days(std::chrono::year(0) / 1 / 1);
constexpr Wall last_wall =
    std::chrono::sys_days(std::chrono::year(10000) / 1 / 1) - microseconds(1);

std::optional<microseconds> fixed_offset(std::string const& zone)
{
  if (zone == "UTC") return microseconds(0);
  int hours = 0;
  int minutes = 0;
  int used = 0;
  char sign = 0;
  if (std::sscanf(zone.c_str(), "%c%2d:%2d%n", &sign, &hours, &minutes, &used) != 3 ||
      used != static_cast<int>(zone.size()) || (sign != '+' && sign != '-')) {
    return std::nullopt;
  }
  microseconds const offset = std::chrono::hours(hours) + std::chrono::minutes(minutes);
  return sign == '-' ? -offset : offset;
}

date::time_zone const& zone_of(std::string const& name)
{
  try {
    return *date::locate_zone(name);
  } catch (std::runtime_error const&) {
    throw failure(Fault::config,
                  "unknown time zone '{}'; write an IANA name or an offset as +05:30", name);
  }
}

} // namespace

std::optional<Wall> parse_wall(std::string const& text)
{
  int year = 0;
  unsigned month = 0, day = 0, hour = 0, minute = 0, second = 0;
  int used = 0;
  auto const* const at = text.c_str();
  if (std::sscanf(at, "%4d-%2u-%2u%n", &year, &month, &day, &used) != 3) return std::nullopt;
  auto rest = text.substr(static_cast<std::size_t>(used));
  microseconds fraction(0);
  if (!rest.empty()) {
    used = 0;
    if (std::sscanf(rest.c_str(), "%*[ T]%2u:%2u:%2u%n", &hour, &minute, &second, &used) != 3) {
      return std::nullopt;
    }
    rest = rest.substr(static_cast<std::size_t>(used));
    if (!rest.empty()) {
      auto const digits = rest.substr(1);
      bool const fits = rest[0] == '.' && !digits.empty() && digits.size() <= 6 &&
                        digits.find_first_not_of("0123456789") == std::string::npos;
      if (!fits) return std::nullopt;
      fraction = microseconds(std::stol((digits + "000000").substr(0, 6)));
    }
  }
  std::chrono::year_month_day const date{std::chrono::year(year), std::chrono::month(month),
                                         std::chrono::day(day)};
  if (!date.ok() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  return std::chrono::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
         std::chrono::seconds(second) + fraction;
}

Time time_of(Wall wall) noexcept
{
  auto const day = std::chrono::floor<std::chrono::days>(wall);
  std::chrono::year_month_day const date(day);
  std::chrono::hh_mm_ss const clock(wall - day);
  return {.year = static_cast<int>(date.year()),
          .month = static_cast<unsigned>(date.month()),
          .day = static_cast<unsigned>(date.day()),
          .hour = static_cast<std::uint32_t>(clock.hours().count()),
          .minute = static_cast<std::uint32_t>(clock.minutes().count()),
          .second = static_cast<std::uint32_t>(clock.seconds().count()),
          .microsecond = static_cast<std::uint32_t>(clock.subseconds().count())};
}

std::string wall_text(Wall wall, Column const& cursor)
{
  auto const time = time_of(std::clamp(wall, first_wall, last_wall));
  return cursor.type == ColumnType::date ? date_text(time) : date_time_text(time, cursor.scale);
}

Wall earliest_wall(mysql::Micros utc, std::string const& zone)
{
  if (auto const offset = fixed_offset(zone)) return utc + *offset;
  auto const& rules = zone_of(zone);
  auto const now = rules.get_info(date::sys_time<microseconds>(utc.time_since_epoch()));
  Wall const present = utc + now.offset;
  auto const next = rules.get_info(now.end);
  Wall const after_change = Wall(now.end.time_since_epoch()) + next.offset;
  return std::min(present, after_change);
}

} // namespace mysync::sync
