#include "unit/convert/one_value.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cstring>

using namespace mysync;
using namespace mysync::test;
using config::ZeroDates;

namespace {

std::string date(std::int64_t milliseconds)
{
  return R"({"$date":{"$numberLong":")" + std::to_string(milliseconds) + "\"}}";
}

Time at(std::int32_t year, unsigned month, unsigned day, unsigned hour = 0, unsigned minute = 0,
        unsigned second = 0, unsigned microsecond = 0)
{
  return {year, month, day, hour, minute, second, microsecond, false};
}

Column column_of(ColumnType type, unsigned scale = 6) { return {.type = type, .scale = scale}; }

struct Moment {
  Time time;
  std::int64_t milliseconds;
};

// Expected values from another calendar (Python's datetime; year 0 by its 400-year period).
std::vector<Moment> const moments{
    {at(1970, 1, 1), 0},
    {at(1969, 12, 31, 23, 59, 59, 999'999), -1},
    {at(1969, 12, 31, 23, 59, 59, 1), -1000},
    {at(1970, 1, 1, 0, 0, 0, 999), 0},
    {at(2026, 11, 22, 10, 14, 31, 204'999), 1795342471204},
    {at(2000, 2, 29), 951782400000},
    {at(1900, 3, 1), -2203891200000},
    {at(1582, 10, 10), -12219724800000},
    {at(1, 1, 1), -62135596800000},
    {at(0, 1, 1), -62167219200000},
    {at(0, 12, 31, 23, 59, 59, 999'999), -62135596800001},
    {at(9999, 12, 31, 23, 59, 59, 999'999), 253402300799999},
};

} // namespace

TEST_CASE("a date and time in UTC is its millisecond, cut towards the past")
{
  for (auto const& [time, milliseconds] : moments) {
    CAPTURE(date_time_text(time, 6));
    CHECK(as_field(column_of(ColumnType::date_time), time_cell(time)).value == date(milliseconds));
    CHECK(as_field(column_of(ColumnType::timestamp), time_cell(time)).value == date(milliseconds));
  }
}

TEST_CASE("a DATE is its midnight in UTC, whatever the zone of DATETIME")
{
  auto const* const zone = GENERATE("UTC", "America/New_York", "+14:00");
  convert::Mapping const mapping{.datetime_zone = zone};
  auto const day = at(2026, 7, 4);
  CHECK(as_field(column_of(ColumnType::date, 0), time_cell(day), mapping).value ==
        date(1783123200000));
  CHECK(as_id(column_of(ColumnType::date, 0), time_cell(day), mapping).value ==
        date(1783123200000));
}

TEST_CASE("a TIMESTAMP is UTC, whatever the zone of DATETIME")
{
  convert::Mapping const mapping{.datetime_zone = "America/New_York"};
  auto const moment = at(1970, 1, 1);
  CHECK(as_field(column_of(ColumnType::timestamp), time_cell(moment), mapping).value == date(0));
}

TEST_CASE("zero, partial and impossible dates go by their policy, and those kept are noted")
{
  auto const [type, time, text] = GENERATE(table<ColumnType, Time, std::string>({
      {ColumnType::date, at(0, 0, 0), "0000-00-00"},
      {ColumnType::date, at(2010, 0, 0), "2010-00-00"},
      {ColumnType::date, at(2010, 5, 0), "2010-05-00"},
      {ColumnType::date, at(2010, 2, 31), "2010-02-31"},
      {ColumnType::date, at(1900, 2, 29), "1900-02-29"},
      {ColumnType::date_time, at(0, 0, 0), "0000-00-00 00:00:00.000"},
      {ColumnType::date_time, at(2010, 4, 31, 1, 2, 3, 45'678), "2010-04-31 01:02:03.045"},
      {ColumnType::timestamp, at(0, 0, 0), "0000-00-00 00:00:00.000"},
  }));
  auto const* const zone = GENERATE("UTC", "Europe/Berlin");
  CAPTURE(text, zone);
  auto const column = column_of(type, 3);
  auto const tried = [&, &moment = time](ZeroDates policy) {
    return as_field(column, time_cell(moment), {.zero_dates = policy, .datetime_zone = zone});
  };
  CHECK(tried(ZeroDates::null).value == "null");
  CHECK(tried(ZeroDates::null).notes.zero_dates == std::map<std::string, std::uint64_t>{{"v", 1}});
  CHECK(tried(ZeroDates::string).value == '"' + text + '"');
  CHECK(tried(ZeroDates::string).notes.zero_dates.at("v") == 1);
  auto const refused = tried(ZeroDates::quarantine);
  CHECK(refused.value == "refused");
  CHECK(refused.message == "column v: " + text + " is not a day of the calendar");
  CHECK(refused.notes.zero_dates.empty()); // the refusal is its own note
  auto const in_key = as_id(column, time_cell(time), {.datetime_zone = zone});
  CHECK(in_key.value == "refused"); // whatever the policy
  CHECK(in_key.notes.zero_dates.empty());
}

TEST_CASE("real dates are not noted")
{
  auto const time = at(2024, 2, 29);
  CHECK(as_field(column_of(ColumnType::date), time_cell(time)).notes.zero_dates.empty());
}

TEST_CASE("year 0 with a real month and day is a date")
{
  auto const time = at(0, 3, 1);
  CHECK(as_field(column_of(ColumnType::date), time_cell(time)).value == date(-62162035200000));
}

TEST_CASE("every month of ten thousand years begins and ends on its day, and no day is added")
{
  Column const day{.name = "day", .type = ColumnType::date};
  convert::Plan plan(table_of({day}), {.key = {"day"}});
  std::vector<std::uint8_t> id;
  auto const days_of = [&](std::int32_t year, unsigned month, unsigned number) {
    auto const time = at(year, month, number);
    std::array<Cell, 1> const row{time_cell(time)};
    id.clear();
    if (plan.encode_id(row, id) != 13) return std::string("none"); // type, name, NUL, eight octets
    std::int64_t milliseconds = 0;
    std::memcpy(&milliseconds, id.data() + 5, sizeof milliseconds);
    return std::to_string(milliseconds / 86'400'000);
  };
  std::int64_t next = -719'528; // 0000-01-01: 1970 years of 365 days and 478 leap days before 1970
  for (std::int32_t year = 0; year <= 9999; ++year) {
    auto const leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    for (unsigned month = 1; month <= 12; ++month) {
      auto const length = month == 2 ? (leap ? 29U : 28U) : 30U + (month + month / 8) % 2;
      REQUIRE(days_of(year, month, 1) == std::to_string(next));
      next += length;
      REQUIRE(days_of(year, month, length) == std::to_string(next - 1));
      REQUIRE(days_of(year, month, length + 1) == "none");
    }
  }
}

TEST_CASE("a TIME is its text with the column's fraction digits")
{
  Time const longest{0, 0, 0, 838, 59, 59, 999'999, true};
  CHECK(as_field(column_of(ColumnType::time, 6), time_cell(longest)).value ==
        R"("-838:59:59.999999")");
  CHECK(as_field(column_of(ColumnType::time, 0), time_cell(longest)).value == R"("-838:59:59")");
  CHECK(as_id(column_of(ColumnType::time, 3), time_cell(longest)).value == R"("-838:59:59.999")");
  Time const none{};
  CHECK(as_field(column_of(ColumnType::time, 0), time_cell(none)).value == R"("00:00:00")");
  Time const day{0, 0, 0, 25, 0, 0, 0, true};
  CHECK(as_field(column_of(ColumnType::time, 0), time_cell(day)).value == R"("-25:00:00")");
}

TEST_CASE("a time in a key is its text where a date would lose a difference")
{
  auto const time = at(2026, 1, 2, 3, 4, 5, 6'007);
  struct Case {
    ColumnType type;
    unsigned scale;
    std::string zone, expected;
  };
  auto const instant = date(1767323045006);
  auto const [type, scale, zone, expected] = GENERATE_COPY(values<Case>({
      {ColumnType::date_time, 3, "UTC", instant},
      {ColumnType::date_time, 4, "UTC", R"("2026-01-02 03:04:05.0060")"},
      {ColumnType::date_time, 6, "UTC", R"("2026-01-02 03:04:05.006007")"},
      {ColumnType::date_time, 3, "Etc/UTC", instant},
      {ColumnType::date_time, 3, "+00:00", instant},
      {ColumnType::date_time, 3, "Europe/Berlin", R"("2026-01-02 03:04:05.006")"},
      {ColumnType::date_time, 0, "+02:00", R"("2026-01-02 03:04:05")"},
      {ColumnType::timestamp, 3, "Europe/Berlin", instant},
      {ColumnType::timestamp, 6, "Europe/Berlin", R"("2026-01-02 03:04:05.006007")"},
  }));
  CAPTURE(zone, scale);
  CHECK(as_id(column_of(type, scale), time_cell(time), {.datetime_zone = zone}).value == expected);
}

TEST_CASE("a DATETIME of another zone is converted, and odd local times are noted")
{
  struct Case {
    std::string zone;
    Time wall;
    std::int64_t expected; // seconds
    unsigned ambiguous, skipped;
  };
  auto const [zone, wall, expected, ambiguous, skipped] = GENERATE(values<Case>({
      {"Europe/Berlin", at(2026, 1, 15, 12), 1768474800, 0, 0},
      {"Europe/Berlin", at(2026, 7, 15, 12), 1784109600, 0, 0},
      {"Europe/Berlin", at(2026, 3, 29, 2, 30), 1774747800, 0, 1},
      {"Europe/Berlin", at(2026, 10, 25, 2, 30), 1792888200, 1, 0},
      {"+05:30", at(1970, 1, 1, 5, 30), 0, 0, 0},
  }));
  auto const tried =
      as_field(column_of(ColumnType::date_time), time_cell(wall), {.datetime_zone = zone});
  CHECK(tried.value == date(expected * 1000));
  CHECK(tried.notes.ambiguous.size() == ambiguous);
  CHECK(tried.notes.skipped.size() == skipped);
}
