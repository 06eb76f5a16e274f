#include "sync/horizon.hpp"

#include <catch2/catch.hpp>

using namespace mysync;
using namespace mysync::sync;

namespace {

/// A server at 10:14:31.204567 UTC whose own zone shows `server_wall`.
mysql::SourceClock clock_at(std::string const& server_wall)
{
  return {.utc = *parse_wall("2026-11-22 10:14:31.204567"),
          .earliest_server_wall = *parse_wall(server_wall)};
}

std::string horizon_of(mysql::SourceClock const& clock, ColumnType type, unsigned scale,
                       CursorZones const& zones = {})
{
  Column cursor;
  cursor.type = type;
  cursor.scale = scale;
  return wall_text(horizon(clock, cursor, zones), cursor);
}

constexpr auto in_utc = "2026-11-22 10:14:31.204567";
constexpr auto in_new_york = "2026-11-22 05:14:31.204567";
constexpr auto in_tokyo = "2026-11-22 19:14:31.204567";

} // namespace

TEST_CASE("the horizon lies a millisecond and one unit of the column's precision below the clock")
{
  struct Example {
    unsigned scale;
    char const* horizon;
  };
  for (auto const& [scale, expected] : std::vector<Example>{
           {0, "2026-11-22 10:14:30"},
           {1, "2026-11-22 10:14:31.1"},
           {3, "2026-11-22 10:14:31.202"},
           {6, "2026-11-22 10:14:31.203566"},
       }) {
    CAPTURE(scale);
    CHECK(horizon_of(clock_at(in_utc), ColumnType::timestamp, scale) == expected);
    CHECK(horizon_of(clock_at(in_utc), ColumnType::date_time, scale) == expected);
  }
  CHECK(horizon_of(clock_at(in_utc), ColumnType::date, 0) == "2026-11-21");
}

TEST_CASE("a TIMESTAMP's horizon is UTC, whatever the zones")
{
  CursorZones const zones{"-11:00", "America/New_York"};
  CHECK(horizon_of(clock_at(in_new_york), ColumnType::timestamp, 0, zones) ==
        "2026-11-22 10:14:30");
}

TEST_CASE("a DATETIME's horizon is the earliest of UTC, the server's zone and datetime_zone")
{
  struct Example {
    char const* server_wall;
    char const* datetime_zone;
    char const* horizon;
  };
  for (auto const& [server_wall, datetime_zone, expected] : std::vector<Example>{
           {in_utc, "UTC", "2026-11-22 10:14:30"},
           {in_new_york, "UTC", "2026-11-22 05:14:30"},
           {in_tokyo, "UTC", "2026-11-22 10:14:30"},
           {in_utc, "America/Los_Angeles", "2026-11-22 02:14:30"},
           {in_new_york, "America/Los_Angeles", "2026-11-22 02:14:30"},
           {in_new_york, "Asia/Tokyo", "2026-11-22 05:14:30"},
           {in_tokyo, "Asia/Tokyo", "2026-11-22 10:14:30"},
           {in_utc, "-11:30", "2026-11-21 22:44:30"},
       }) {
    CAPTURE(server_wall, datetime_zone);
    CHECK(horizon_of(clock_at(server_wall), ColumnType::date_time, 0,
                     {std::nullopt, datetime_zone}) == expected);
  }
}

TEST_CASE("a configured cursor_zone is the only one that counts")
{
  CHECK(horizon_of(clock_at(in_new_york), ColumnType::date_time, 0,
                   {"Asia/Tokyo", "America/New_York"}) == "2026-11-22 19:14:30");
  CHECK(horizon_of(clock_at(in_tokyo), ColumnType::date_time, 3, {"America/New_York", "UTC"}) ==
        "2026-11-22 05:14:31.202");
  CHECK(horizon_of(clock_at(in_new_york), ColumnType::date_time, 0, {"UTC", "America/New_York"}) ==
        "2026-11-22 10:14:30");
}

TEST_CASE("a DATE's horizon is the day before the earliest zone's day")
{
  CHECK(horizon_of(clock_at(in_tokyo), ColumnType::date, 0, {"Pacific/Kiritimati", "UTC"}) ==
        "2026-11-22");
  CHECK(horizon_of(clock_at(in_utc), ColumnType::date, 0, {std::nullopt, "-11:00"}) ==
        "2026-11-20");
}

TEST_CASE("in the hour before the clocks go back the horizon waits where that hour begins")
{
  mysql::SourceClock clock;
  for (auto const& [utc, expected] : std::vector<std::pair<char const*, char const*>>{
           {"2026-11-01 04:59:59.5", "2026-11-01 00:59:58"},
           {"2026-11-01 05:45:00", "2026-11-01 00:59:58"},
           {"2026-11-01 06:45:00", "2026-11-01 01:44:58"},
       }) {
    CAPTURE(utc);
    clock.utc = clock.earliest_server_wall = *parse_wall(utc);
    CHECK(horizon_of(clock, ColumnType::date_time, 0, {"America/New_York", "UTC"}) == expected);
    CHECK(horizon_of(clock, ColumnType::date_time, 0, {std::nullopt, "America/New_York"}) ==
          expected);
  }
}

TEST_CASE("fractions of times before 1970 are cut towards the past as well")
{
  mysql::SourceClock clock;
  clock.utc = clock.earliest_server_wall = *parse_wall("1969-12-31 23:59:58.500000");
  CHECK(horizon_of(clock, ColumnType::timestamp, 0) == "1969-12-31 23:59:57");
}

namespace {

using Kind = mysql::Writer::Kind;

mysql::Activity activity_with(std::vector<mysql::Writer> writers)
{
  mysql::Activity activity;
  activity.clock = clock_at(in_utc);
  activity.writers = std::move(writers);
  return activity;
}

mysql::Micros at(std::string const& time) { return *parse_wall("2026-11-22 " + time); }

} // namespace

TEST_CASE("without writers everything is settled up to the clock")
{
  auto const found = settled(activity_with({}));
  CHECK(found.instant == at("10:14:31.204567"));
  CHECK_FALSE(found.holder);
  CHECK(found.known);
}

TEST_CASE("the oldest writer holds the horizon, a transaction a second before it was seen to begin")
{
  struct Example {
    std::vector<mysql::Writer> writers;
    char const* instant;
    std::uint64_t holder;
  };
  mysql::Writer const statement{Kind::statement, 1, at("10:14:20")};
  mysql::Writer const older{Kind::statement, 2, at("10:14:19.5")};
  mysql::Writer const transaction{Kind::transaction, 3, at("10:14:20")};
  mysql::Writer const later{Kind::statement, 4, at("10:15:00")};
  for (auto const& [writers, instant, holder] : std::vector<Example>{
           {{statement}, "10:14:20", 1},
           {{statement, older}, "10:14:19.5", 2},
           {{older, statement}, "10:14:19.5", 2},
           {{statement, older, transaction}, "10:14:19", 3},
           {{later, statement}, "10:14:20", 1},
       }) {
    CAPTURE(instant);
    auto const found = settled(activity_with(writers));
    CHECK(found.instant == at(instant));
    REQUIRE(found.holder);
    CHECK(found.holder->connection == holder);
  }
  // A statement whose session set its own time (SET timestamp) seems to begin later than now.
  CHECK(settled(activity_with({later})).instant == at("10:14:31.204567"));
}

TEST_CASE("a transaction that began by a clock that was ahead settles nothing until it ends")
{
  auto const found = settled(activity_with({{Kind::transaction, 3, at("10:14:37")}}));
  CHECK_FALSE(found.known);
  CHECK(found.clock_was_set_back);
  // It may have begun after the clock was read.
  CHECK(settled(activity_with({{Kind::transaction, 3, at("10:14:36")}})).known);
}

TEST_CASE("an old list of transactions settles nothing")
{
  auto activity = activity_with({});
  activity.fresh = false;
  CHECK_FALSE(settled(activity).known);
}

TEST_CASE("a prepared transaction settles nothing if it may have outlived a restart")
{
  auto activity = activity_with({{Kind::transaction, 0, at("10:14:20")}});
  CHECK(settled(activity).known); // the server's own
  activity.prepared = true;
  activity.uptime = std::chrono::minutes(59);
  CHECK_FALSE(settled(activity).known);
  activity.uptime = std::chrono::minutes(61);
  CHECK(settled(activity).known);
  CHECK(settled(activity).instant == at("10:14:19"));
  activity.uptime = std::chrono::minutes(1);
  activity.writers.front().connection = 8; // its session lives
  CHECK(settled(activity).known);
}

TEST_CASE("what holds the watermark back is said from two seconds on")
{
  SourceTime time{.clock = clock_at(in_utc),
                  .settled = clock_at(in_utc),
                  .known = true,
                  .held_by = "a transaction",
                  .blind = ""};
  CHECK_FALSE(holds_back(time));
  time.settled.utc = at("10:14:29.5");
  CHECK_FALSE(holds_back(time));
  time.settled.utc = at("10:13:49");
  CHECK(holds_back(time));
  CHECK(held_back_text(time) == "watermark held back 42s: a transaction");
  time.settled.utc = time.clock.utc;
  time.known = false;
  CHECK(holds_back(time));
  CHECK(held_back_text(time) == "watermark not moved: a transaction");
}
