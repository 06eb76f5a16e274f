#pragma once
// What several encoders do to a cell first. Inline: each is a good part of what a cell costs.

#include "core/row.hpp"
#include "core/schema.hpp"
#include "core/time_text.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <string_view>

namespace mysync::convert {

/// The number that BIT's octets are.
inline std::uint64_t bits_of(std::string_view bytes) noexcept
{
  std::uint64_t bits = 0;
  for (char const byte : bytes) bits = bits << 8U | static_cast<std::uint8_t>(byte);
  return bits;
}

/// The double nearest the shortest decimal of the float.
inline double widened(float number) noexcept
{
  // Below 2^24 an integer's digits are exact in a float, so its shortest decimal is itself.
  constexpr float integers_end = 16'777'216;
  if (!std::isfinite(number) || (std::fabs(number) < integers_end && std::trunc(number) == number))
    return static_cast<double>(number);
  std::array<char, 32> text; // the longest is -1.17549435e-38
  auto const end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
  double read = 0;
  std::from_chars(text.data(), end, read);
  return read;
}

inline constexpr std::array<std::uint8_t, 13> days_of_months{0,  31, 28, 31, 30, 31, 30,
                                                             31, 31, 30, 31, 30, 31};

/// False for zero, partial and impossible dates.
inline bool is_real(Time const& time) noexcept
{
  if (time.year < 0 || time.year > 9999 || time.month < 1 || time.month > 12) return false;
  auto const leap = time.year % 4 == 0 && (time.year % 100 != 0 || time.year % 400 == 0);
  auto const last = days_of_months[time.month] + (time.month == 2 && leap ? 1U : 0U);
  return time.day >= 1 && time.day <= last && time.hour < 24 && time.minute < 60 &&
         time.second < 60;
}

inline TimeText text_of(Column const& column, Time const& time) noexcept
{
  return column.type == ColumnType::date ? date_chars(time) : date_time_chars(time, column.scale);
}

} // namespace mysync::convert
