#include "sync/clocks.hpp"

#include <catch2/catch.hpp>

using namespace mysync;
using namespace mysync::sync;
using namespace std::chrono_literals;

namespace {

mongo::TimePoint point(std::string const& text)
{
  return mongo::TimePoint(parse_wall("2026-01-02 " + text)->time_since_epoch());
}

mongo::ClockRecord clocks(std::string const& target, std::string const& source,
                          std::string const& cursor)
{
  return {point(source), point(target), "2026-01-02 " + cursor, "a5f0"};
}

mongo::ClockRecord with_server(mongo::ClockRecord clocks, std::string const& server)
{
  clocks.server = server;
  return clocks;
}

} // namespace

TEST_CASE("a catch-up begins earlier by what the source's or the cursor's clock was set back")
{
  struct Example {
    mongo::ClockRecord before, now;
    std::chrono::microseconds back;
  };
  auto const at_ten = clocks("10:00:00", "10:00:00", "10:00:00.000000");
  for (auto const& [before, now, back] : std::vector<Example>{
           {at_ten, clocks("10:30:00", "10:30:00", "10:30:00.000000"), 0s},
           {at_ten, clocks("10:30:00", "10:40:00", "10:40:00.000000"), 0s}, // set forward
           {at_ten, clocks("10:30:00", "10:29:59.7", "10:29:59.700000"), 300ms},
           {at_ten, clocks("10:30:00", "09:45:00", "09:45:00.000000"), 45min + 1s},
           {at_ten, clocks("10:30:00", "10:30:00", "05:30:00.000000"), 5h + 1s}, // another zone
           {at_ten, clocks("10:30:00", "10:30:00", ""), 0s},                     // not known
           // Both were an hour off, by their own clocks.
           {clocks("11:00:00", "10:00:00", "10:00:00"), clocks("12:00:00", "11:00:00", "11:00:00"),
            0s},
       }) {
    CAPTURE(now.cursor, back.count());
    CHECK(set_back(before, now) == back);
  }
  CHECK(set_back(std::nullopt, at_ten) == 0s);
}

TEST_CASE("a source clock that was set back is said, and what becomes of it")
{
  auto const before = clocks("10:00:00", "10:00:00", "10:00:00");
  CHECK(clocks_warning(before, clocks("10:30:00", "10:29:59.5", "10:29:59")).empty());
  CHECK(clocks_warning(std::nullopt, before).empty());
  CHECK_THAT(clocks_warning(before, clocks("10:30:00", "09:29:55", "09:29:55")),
             Catch::Contains("1h5s less") && Catch::Contains("read again"));
}

TEST_CASE("a source that is another server is said, with what to run")
{
  auto const before = clocks("10:00:00", "10:00:00", "10:00:00");
  CHECK_THAT(clocks_warning(before, with_server(before, "b6")),
             Catch::Contains("(b6, was a5f0)") && Catch::Contains("mysync verify"));
  CHECK(clocks_warning(before, with_server(before, "")).empty());
}

TEST_CASE("the clock that fills a DATETIME is the earliest of its zones, a TIMESTAMP's is UTC")
{
  SourceTime time;
  time.clock = {.utc = *parse_wall("2026-01-02 10:00:00.123456"),
                .earliest_server_wall = *parse_wall("2026-01-02 05:00:00.123456"),
                .server = "7"};
  time.target = point("10:00:01");
  Column column;
  column.type = ColumnType::date_time;
  auto const seen = clocks_of(time, column, {});
  CHECK(seen.cursor == "2026-01-02 05:00:00.123456");
  CHECK(seen.source == point("10:00:00.123"));
  CHECK(seen.target == point("10:00:01"));
  CHECK(seen.server == "7");
  column.type = ColumnType::timestamp;
  CHECK(clocks_of(time, column, {}).cursor == "2026-01-02 10:00:00.123456");
}
