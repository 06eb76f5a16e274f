#include "report/times.hpp"

#include "core/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <ctime>

namespace mysync::report {
namespace {

using std::chrono::days;

/// A span in whole seconds, in its two largest units.
std::string long_span(std::uint64_t seconds)
{
  if (seconds < 3600) return fmt::format("{} min {:02} s", seconds / 60, seconds % 60);
  return fmt::format("{} h {:02} min", seconds / 3600, seconds / 60 % 60);
}

std::uint64_t whole(double seconds)
{
  return static_cast<std::uint64_t>(std::llround(std::max(seconds, 0.0)));
}

/// Whether `text` is a date and a time, `2026-11-22 10:14:31` with or without a fraction.
bool is_date_time(std::string_view text) noexcept
{
  constexpr std::string_view shape = "dddd-dd-dd dd:dd:dd";
  if (text.size() < shape.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    auto const digit = text[i] >= '0' && text[i] <= '9';
    if (shape[i] == 'd' ? !digit : text[i] != shape[i]) return false;
  }
  return text.size() == shape.size() || text[shape.size()] == '.';
}

constexpr std::size_t date_size = sizeof "2026-11-22" - 1;

} // namespace

Wall local_wall(TimePoint now)
{
  auto const seconds = std::chrono::system_clock::to_time_t(now);
  std::tm local{};
  localtime_r(&seconds, &local);
  return {now, std::chrono::seconds(local.tm_gmtoff), local.tm_zone};
}

std::string clock_text(TimePoint time, Wall const& wall)
{
  auto const there = time + wall.offset;
  auto const same_day =
      std::chrono::floor<days>(there) == std::chrono::floor<days>(wall.now + wall.offset);
  auto const text = iso8601(there);
  auto const minutes = text.substr(date_size + 1, 5);
  return same_day ? minutes : text.substr(0, date_size) + ' ' + minutes;
}

std::string elapsed_text(double seconds)
{
  if (seconds < 9.995) return fmt::format("{:.2f} s", std::max(seconds, 0.0));
  if (seconds < 59.95) return fmt::format("{:.1f} s", seconds);
  return long_span(whole(seconds));
}

std::string about_elapsed(double seconds)
{
  if (seconds < 0.95) return fmt::format("{:.2f} s", std::max(seconds, 0.0));
  if (seconds < 9.95) return fmt::format("{:.1f} s", seconds);
  if (seconds < 59.5) return fmt::format("{} s", whole(seconds));
  return long_span(whole(seconds));
}

std::string age_text(double seconds)
{
  auto const age = whole(seconds);
  if (age < 120) return fmt::format("{} s", age);
  if (age < std::uint64_t{120} * 60) return fmt::format("{} min", age / 60);
  if (age < std::uint64_t{48} * 3600) return fmt::format("{} h", age / 3600);
  return fmt::format("{} d", grouped(age / 86400));
}

std::string hours_minutes_seconds(double seconds)
{
  auto const all = whole(seconds);
  return fmt::format("{:02}:{:02}:{:02}", all / 3600, all / 60 % 60, all % 60);
}

std::string watermark_text(std::string_view watermark, TimePoint now)
{
  auto const today = iso8601(now).substr(0, date_size);
  if (is_date_time(watermark) && watermark.starts_with(today))
    watermark.remove_prefix(date_size + 1);
  return escaped(watermark);
}

std::string short_watermark(std::string_view watermark, TimePoint now)
{
  if (is_date_time(watermark)) watermark = watermark.substr(0, sizeof "2026-11-22 10:14:31" - 1);
  return watermark_text(watermark, now);
}

} // namespace mysync::report
