#include "sync/clocks.hpp"

#include <catch2/catch.hpp>

using namespace mysync;
using namespace mysync::sync;
using namespace std::chrono_literals;

namespace {

Wall wall(std::string const& text) { return *parse_wall("2026-01-02 " + text); }
mongo::TimePoint point(std::string const& text)
{
  return mongo::TimePoint(wall(text).time_since_epoch());
}

/// At ten by every clock.
mongo::ClockRecord at_ten(std::string const& server = "a5f0")
{
  return {point("10:00:00"), point("10:00:00"), "2026-01-02 10:00:00.000000", server};
}

/// The target's clock is read in less than no time.
SourceTime time_at(std::string const& target, std::string const& source)
{
  SourceTime time;
  time.clock.utc = time.clock.earliest_server_wall = wall(source);
  time.clock.server = "a5f0";
  time.target_before = time.target_after = point(target);
  return time;
}

} // namespace

TEST_CASE("a catch-up begins earlier by what the source's or the cursor's clock was set back")
{
  struct Example {
    char const *target, *source, *cursor;
    std::chrono::microseconds back;
  };
  for (auto const& [target, source, cursor, back] : std::vector<Example>{
           {"10:30:00", "10:30:00", "10:30:00", 0s},
           {"10:30:00", "10:40:00", "10:40:00", 0s}, // set forward
           {"10:30:00", "10:29:59.7", "10:29:59.7", 300ms},
           {"10:30:00", "09:45:00", "09:45:00", 45min},
           {"10:30:00", "10:30:00", "05:30:00", 5h}, // another zone
           {"09:30:00", "09:30:00", "09:30:00", 0s}, // both
       }) {
    CAPTURE(target, source, cursor);
    CHECK(set_back(at_ten(), time_at(target, source), wall(cursor)) == back);
  }
  CHECK(set_back(std::nullopt, time_at("11:00:00", "09:00:00"), wall("09:00:00")) == 0s);
}

TEST_CASE("what the target's clock advanced is never taken for less than it was")
{
  auto time = time_at("10:30:00", "10:30:00");
  time.target_after = point("10:30:00.4"); // it may have been asked that late
  CHECK(set_back(at_ten(), time, wall("10:30:00")) == 400ms);
}

TEST_CASE("a source clock that was set back is said, and what becomes of it")
{
  CHECK(clocks_warning(at_ten(), time_at("10:30:00", "10:29:55.1")).empty());
  CHECK(clocks_warning(std::nullopt, time_at("10:30:00", "09:00:00")).empty());
  CHECK_THAT(clocks_warning(at_ten(), time_at("10:30:00", "09:29:55")),
             Catch::Contains("1h5s less") && Catch::Contains("read again"));
}

TEST_CASE("a source that is another server is said, with what to run")
{
  auto const time = time_at("10:30:00", "10:30:00");
  CHECK_THAT(clocks_warning(at_ten("b6"), time),
             Catch::Contains("(a5f0, was b6)") && Catch::Contains("mysync verify"));
  CHECK(clocks_warning(at_ten(""), time).empty());
}

TEST_CASE("the clock that fills a DATETIME is the earliest of its zones, a TIMESTAMP's is UTC")
{
  auto time = time_at("10:00:01", "10:00:00.123456");
  time.clock.earliest_server_wall = wall("05:00:00.123456");
  Column column;
  column.type = ColumnType::date_time;
  auto const seen = clocks_of(time, column, {});
  CHECK(seen.cursor == "2026-01-02 05:00:00.123456");
  CHECK(seen.source == point("10:00:00.124"));
  CHECK(seen.target == point("10:00:01"));
  CHECK(seen.server == "a5f0");
  column.type = ColumnType::timestamp;
  CHECK(clocks_of(time, column, {}).cursor == "2026-01-02 10:00:00.123456");
}
