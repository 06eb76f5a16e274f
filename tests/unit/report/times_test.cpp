#include "report/times.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <ctime>
#include <utility>
#include <vector>

using namespace mysync::report;
using namespace std::chrono_literals;
using std::chrono::sys_days;

namespace {

TimePoint const ten_fourteen = sys_days{2026y / 11 / 22} + 10h + 14min + 31s;

} // namespace

TEST_CASE("a time of today is its hour and minute, another day is said")
{
  Wall const utc{ten_fourteen};
  CHECK(clock_text(ten_fourteen - 5min, utc) == "10:09");
  CHECK(clock_text(ten_fourteen - 24h, utc) == "2026-11-21 10:14");
  CHECK(clock_text(ten_fourteen + 14h, utc) == "2026-11-23 00:14");
}

TEST_CASE("the day and the hour are those of the wall's zone")
{
  Wall const tokyo{ten_fourteen + 6h, 9h, "JST"}; // 01:14 of the 23rd
  CHECK(clock_text(ten_fourteen + 6h, tokyo) == "01:14");
  CHECK(clock_text(ten_fourteen, tokyo) == "2026-11-22 19:14");
}

TEST_CASE("the local wall clock follows the machine's zone")
{
  auto const* const before = std::getenv("TZ");
  std::string const saved = before == nullptr ? "" : before;
  ::setenv("TZ", "XYZ-03:30", 1);
  ::tzset();
  auto const wall = local_wall(ten_fourteen);
  saved.empty() ? ::unsetenv("TZ") : ::setenv("TZ", saved.c_str(), 1);
  ::tzset();
  CHECK(wall.offset == 3h + 30min);
  CHECK(wall.zone == "XYZ");
  CHECK(wall.now == ten_fourteen);
}

TEST_CASE("spans are as precise as they can be used")
{
  struct Row {
    double seconds;
    char const* elapsed;
    char const* about;
  };
  for (auto const& row : std::vector<Row>{{0, "0.00 s", "0.00 s"},
                                          {-1, "0.00 s", "0.00 s"},
                                          {0.054, "0.05 s", "0.05 s"},
                                          {0.949, "0.95 s", "0.95 s"},
                                          {0.96, "0.96 s", "1.0 s"},
                                          {1.424, "1.42 s", "1.4 s"},
                                          {9.994, "9.99 s", "10 s"},
                                          {9.996, "10.0 s", "10 s"},
                                          {42.31, "42.3 s", "42 s"},
                                          {59.97, "1 min 00 s", "1 min 00 s"},
                                          {135, "2 min 15 s", "2 min 15 s"},
                                          {3599.4, "59 min 59 s", "59 min 59 s"},
                                          {3720, "1 h 02 min", "1 h 02 min"},
                                          {360000, "100 h 00 min", "100 h 00 min"}}) {
    CHECK(elapsed_text(row.seconds) == row.elapsed);
    CHECK(about_elapsed(row.seconds) == row.about);
  }
}

TEST_CASE("an age is one number")
{
  for (auto const& [seconds, text] :
       std::vector<std::pair<double, char const*>>{{-3, "0 s"},
                                                   {2.4, "2 s"},
                                                   {119, "119 s"},
                                                   {120, "2 min"},
                                                   {4320, "72 min"},
                                                   {7200, "2 h"},
                                                   {172799, "47 h"},
                                                   {172800, "2 d"},
                                                   {86400.0 * 1200, "1,200 d"}})
    CHECK(age_text(seconds) == text);
}

TEST_CASE("the specification's duration has hours without limit")
{
  CHECK(hours_minutes_seconds(0) == "00:00:00");
  CHECK(hours_minutes_seconds(135) == "00:02:15");
  CHECK(hours_minutes_seconds(59.6) == "00:01:00");
  CHECK(hours_minutes_seconds(360001) == "100:00:01");
}

TEST_CASE("a watermark of today is shown without its date, any other text as it is")
{
  for (auto const& [watermark, text, brief] :
       std::vector<std::tuple<char const*, char const*, char const*>>{
           {"2026-11-22 10:14:31.204113", "10:14:31.204113", "10:14:31"},
           {"2026-11-22 10:14:31", "10:14:31", "10:14:31"},
           {"2026-11-21 10:14:31.2", "2026-11-21 10:14:31.2", "2026-11-21 10:14:31"},
           {"2026-11-22", "2026-11-22", "2026-11-22"},
           {"2026-11-22 10:14:31x", "2026-11-22 10:14:31x", "2026-11-22 10:14:31x"},
           {"18234", "18234", "18234"},
           {"1.50", "1.50", "1.50"},
           {"a\nb", "a\\nb", "a\\nb"},
           {"", "", ""}}) {
    CHECK(watermark_text(watermark, ten_fourteen) == text);
    CHECK(short_watermark(watermark, ten_fourteen) == brief);
  }
}
