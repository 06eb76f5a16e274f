#include "convert/encoders.hpp"
#include "convert/parts.hpp"
#include "convert/plan.hpp"
#include "convert/zone.hpp"

#include <cstdint>

namespace mysync::convert {

namespace {

// Days since 1970, proleptic Gregorian. Years begin in March, so that the leap day is their last,
// and 400 years late, so that none is negative. (The date library's calendar costs three times as
// much.)
std::int64_t days_since_1970(Time const& time)
{
  constexpr std::int64_t before_1970 = 719'468 + 146'097;
  auto const new_year_to_march = time.month <= 2;
  auto const year = static_cast<std::uint32_t>(time.year) + 400 - (new_year_to_march ? 1U : 0U);
  auto const month = new_year_to_march ? time.month + 9 : time.month - 3;
  auto const days_before_month = (153 * month + 2) / 5;
  auto const days =
      365 * year + year / 4 - year / 100 + year / 400 + days_before_month + time.day - 1;
  return static_cast<std::int64_t>(days) - before_1970;
}

// Milliseconds since 1970 on the wall clock of a real time. The parts of a day count forward,
// before 1970 too, so cutting their fraction goes towards the past.
std::int64_t wall_milliseconds(Time const& time)
{
  std::int64_t const seconds = time.hour * 3600 + time.minute * 60 + time.second;
  return days_since_1970(time) * 86'400'000 + seconds * 1000 + time.microsecond / 1000;
}

// Not inlined: its text would cost every date a larger frame.
[[gnu::noinline]] Outcome encode_unreal(Encoder const& self, Time const& time, bson::Writer& out)
{
  return encode_unreal(self, text_of(*self.column, time).view(), out);
}

} // namespace

Outcome encode_unreal(Encoder const& self, std::string_view text, bson::Writer& out)
{
  if (self.zero_dates == config::ZeroDates::quarantine) return Outcome::unreal_date;
  ++self.notes->zero_dates[self.column->name];
  if (self.zero_dates == config::ZeroDates::string)
    out.text(self.field, text);
  else
    out.null(self.field);
  return Outcome::written;
}

Outcome encode_date(Encoder const& self, Cell const& cell, bson::Writer& out)
{
  if (!is_real(*cell.time)) return encode_unreal(self, *cell.time, out);
  out.date(self.field, wall_milliseconds(*cell.time));
  return Outcome::written;
}

Outcome encode_zoned(Encoder const& self, Cell const& cell, bson::Writer& out)
{
  if (!is_real(*cell.time)) return encode_unreal(self, *cell.time, out);
  auto const instant = self.zone->to_utc(wall_milliseconds(*cell.time));
  if (instant.match == Zone::Match::unknown) return Outcome::beyond_zone;
  if (instant.match == Zone::Match::ambiguous) ++self.notes->ambiguous[self.column->name];
  if (instant.match == Zone::Match::skipped) ++self.notes->skipped[self.column->name];
  out.date(self.field, instant.milliseconds);
  return Outcome::written;
}

Outcome encode_date_time_text(Encoder const& self, Cell const& cell, bson::Writer& out)
{
  if (!is_real(*cell.time)) return encode_unreal(self, *cell.time, out);
  out.text(self.field, text_of(*self.column, *cell.time).view());
  return Outcome::written;
}

Outcome encode_time(Encoder const& self, Cell const& cell, bson::Writer& out)
{
  out.text(self.field, time_chars(*cell.time, self.column->scale).view());
  return Outcome::written;
}

} // namespace mysync::convert
