#include "core/time_text.hpp"

#include <algorithm>

namespace mysync {

void TimeText::put(std::uint32_t number, unsigned width) noexcept
{
  std::array<char, 10> digits;
  unsigned count = 0;
  for (; number != 0 || count == 0; number /= 10)
    digits[count++] = static_cast<char>('0' + number % 10);
  for (unsigned zeros = count; zeros < width; ++zeros) put('0');
  while (count != 0) put(digits[--count]);
}

namespace {

void put_date(TimeText& out, Time const& time) noexcept
{
  if (time.year < 0) out.put('-');
  auto const year = static_cast<std::uint32_t>(time.year);
  out.put(time.year < 0 ? 0U - year : year, 4);
  out.put('-');
  out.put(time.month, 2);
  out.put('-');
  out.put(time.day, 2);
}

void put_clock(TimeText& out, Time const& time, unsigned fraction_digits) noexcept
{
  out.put(time.hour, 2);
  out.put(':');
  out.put(time.minute, 2);
  out.put(':');
  out.put(time.second, 2);
  if (fraction_digits == 0) return;
  constexpr std::array<std::uint32_t, 7> unit{1'000'000, 100'000, 10'000, 1'000, 100, 10, 1};
  auto const digits = std::min(fraction_digits, 6U);
  out.put('.');
  out.put(time.microsecond / unit[digits], digits);
}

} // namespace

TimeText date_chars(Time const& time) noexcept
{
  TimeText out;
  put_date(out, time);
  return out;
}

TimeText time_chars(Time const& time, unsigned fraction_digits) noexcept
{
  TimeText out;
  if (time.negative) out.put('-');
  put_clock(out, time, fraction_digits);
  return out;
}

TimeText date_time_chars(Time const& time, unsigned fraction_digits) noexcept
{
  TimeText out;
  put_date(out, time);
  out.put(' ');
  put_clock(out, time, fraction_digits);
  return out;
}

} // namespace mysync
