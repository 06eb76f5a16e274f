#include "sync/wall.hpp"

#include "core/error.hpp"

#include <catch2/catch.hpp>

using namespace mysync;
using namespace mysync::sync;

namespace {

Column cursor(ColumnType type, unsigned scale)
{
  Column column;
  column.type = type;
  column.scale = scale;
  return column;
}

Wall wall(std::string const& text)
{
  auto const parsed = parse_wall(text);
  REQUIRE(parsed);
  return *parsed;
}

} // namespace

TEST_CASE("a wall clock's text reads back as itself")
{
  struct Example {
    char const* text;
    ColumnType type;
    unsigned scale;
  };
  for (auto const& [text, type, scale] : std::vector<Example>{
           {"2026-01-02 03:04:05", ColumnType::date_time, 0},
           {"2026-01-02 03:04:05.6", ColumnType::date_time, 1},
           {"2026-01-02 03:04:05.006", ColumnType::timestamp, 3},
           {"2026-01-02 03:04:05.000006", ColumnType::timestamp, 6},
           {"2026-01-02 00:00:00.000000", ColumnType::date_time, 6},
           {"1969-12-31 23:59:59.999999", ColumnType::date_time, 6},
           {"1000-01-01 00:00:00", ColumnType::date_time, 0},
           {"9999-12-31 23:59:59.999999", ColumnType::date_time, 6},
           {"2024-02-29", ColumnType::date, 0},
           {"0001-01-01", ColumnType::date, 0},
       }) {
    CAPTURE(text);
    auto const parsed = parse_wall(text);
    REQUIRE(parsed);
    CHECK(wall_text(*parsed, cursor(type, scale)) == text);
  }
}

TEST_CASE("shorter and T-separated forms of a time are understood")
{
  CHECK(wall("2026-01-02") == wall("2026-01-02 00:00:00"));
  CHECK(wall("2026-01-02T03:04:05") == wall("2026-01-02 03:04:05"));
  CHECK(wall("2026-01-02 03:04:05.5") == wall("2026-01-02 03:04:05.500000"));
  CHECK(wall("2026-01-02 03:04:05.000001") - wall("2026-01-02 03:04:05") ==
        std::chrono::microseconds(1));
  CHECK(wall("1970-01-02").time_since_epoch() == std::chrono::days(1));
}

TEST_CASE("a text that is no time, or more than one, is refused")
{
  for (std::string const text : {"",
                                 "now",
                                 "2026",
                                 "2026-01",
                                 "2026-13-01",
                                 "2026-00-01",
                                 "2026-01-00",
                                 "2026-02-30",
                                 "2025-02-29",
                                 "0000-00-00",
                                 "0000-00-00 00:00:00",
                                 "2026-01-02 03:04",
                                 "2026-01-02 24:00:00",
                                 "2026-01-02 03:60:00",
                                 "2026-01-02 03:04:60",
                                 "2026-01-02 03:04:05.",
                                 "2026-01-02 03:04:05.1234567",
                                 "2026-01-02 03:04:05.12x",
                                 "2026-01-02 03:04:05,5",
                                 "2026-01-02 03:04:05Z",
                                 "2026-01-02x",
                                 "2026-01-02 ",
                                 "2026-01-02 03:04:05 ",
                                 "02.01.2026",
                                 "20260102",
                                 "12345",
                                 "-5",
                                 "2026/01/02",
                                 "2026-01-02 03:04:05' OR 1=1"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_wall(text));
  }
  CHECK_FALSE(parse_wall(std::string("2026-01-02\0", 11)));
}

TEST_CASE("digits beyond the column's precision are cut, a date keeps its day only")
{
  auto const at = wall("2026-01-02 23:59:59.987654");
  CHECK(wall_text(at, cursor(ColumnType::date_time, 0)) == "2026-01-02 23:59:59");
  CHECK(wall_text(at, cursor(ColumnType::date_time, 3)) == "2026-01-02 23:59:59.987");
  CHECK(wall_text(at, cursor(ColumnType::date, 0)) == "2026-01-02");
}

TEST_CASE("a time outside the years that MySQL knows is held at their edge")
{
  auto const second = cursor(ColumnType::date_time, 0);
  CHECK(wall_text(wall("0000-01-01") - std::chrono::hours(1), second) == "0000-01-01 00:00:00");
  CHECK(wall_text(wall("9999-12-31 23:59:59") + std::chrono::hours(1), second) ==
        "9999-12-31 23:59:59");
}

TEST_CASE("the earliest wall clock of a zone is its present one, but for the hour that comes twice")
{
  struct Example {
    char const* zone;
    char const* utc;
    char const* earliest;
  };
  for (auto const& [zone, utc, earliest] : std::vector<Example>{
           {"UTC", "2026-11-22 10:14:31.204567", "2026-11-22 10:14:31.204567"},
           {"+00:00", "2026-11-22 10:14:31", "2026-11-22 10:14:31"},
           {"+05:30", "2026-11-22 10:14:31", "2026-11-22 15:44:31"},
           {"-08:00", "2026-11-22 02:00:00", "2026-11-21 18:00:00"},
           {"-00:30", "2026-11-22 00:00:00", "2026-11-21 23:30:00"},
           {"Asia/Tokyo", "2026-11-22 20:00:00", "2026-11-23 05:00:00"},
           {"Asia/Kathmandu", "2026-11-22 00:00:00", "2026-11-22 05:45:00"},
           {"Etc/UTC", "2026-11-22 10:14:31", "2026-11-22 10:14:31"},
           // Clocks go back at 06:00 UTC: from 05:00 on, 01:00 is still to come for the second
           // time.
           {"America/New_York", "2026-11-01 04:59:59", "2026-11-01 00:59:59"},
           {"America/New_York", "2026-11-01 05:00:00", "2026-11-01 01:00:00"},
           {"America/New_York", "2026-11-01 05:30:00", "2026-11-01 01:00:00"},
           {"America/New_York", "2026-11-01 05:59:59.999999", "2026-11-01 01:00:00"},
           {"America/New_York", "2026-11-01 06:00:00", "2026-11-01 01:00:00"},
           {"America/New_York", "2026-11-01 06:30:00", "2026-11-01 01:30:00"},
           {"America/New_York", "2026-11-01 07:00:00", "2026-11-01 02:00:00"},
           {"Europe/Berlin", "2026-10-24 23:59:59", "2026-10-25 01:59:59"},
           {"Europe/Berlin", "2026-10-25 00:30:00", "2026-10-25 02:00:00"},
           {"Europe/Berlin", "2026-10-25 01:00:00", "2026-10-25 02:00:00"},
           {"Europe/Berlin", "2026-10-25 01:30:00", "2026-10-25 02:30:00"},
           // Lord Howe's clocks go back by half an hour, at 15:00 UTC.
           {"Australia/Lord_Howe", "2026-04-04 14:29:59", "2026-04-05 01:29:59"},
           {"Australia/Lord_Howe", "2026-04-04 14:45:00", "2026-04-05 01:30:00"},
           {"Australia/Lord_Howe", "2026-04-04 15:10:00", "2026-04-05 01:40:00"},
           // Clocks go forward: nothing comes twice.
           {"America/New_York", "2026-03-08 06:59:59", "2026-03-08 01:59:59"},
           {"America/New_York", "2026-03-08 07:00:00", "2026-03-08 03:00:00"},
           {"Europe/Berlin", "2060-01-15 12:00:00", "2060-01-15 13:00:00"},
       }) {
    CAPTURE(zone, utc);
    CHECK(wall_text(earliest_wall(wall(utc), zone), cursor(ColumnType::date_time, 6)) ==
          wall_text(wall(earliest), cursor(ColumnType::date_time, 6)));
  }
}

TEST_CASE("an unknown zone is an error of the configuration that names it")
{
  for (std::string const zone : {"Mars/Base", "", "+5", "+05:30x", "05:30", "EUROPE"}) {
    CAPTURE(zone);
    try {
      earliest_wall(wall("2026-11-22"), zone);
      FAIL("the zone was accepted");
    } catch (Error const& error) {
      CHECK(error.fault() == Fault::config);
      CHECK_THAT(error.what(), Catch::Contains("'" + zone + "'"));
    }
  }
}
