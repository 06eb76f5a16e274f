#include "core/text.hpp"

#include <catch2/catch.hpp>

using namespace mysync;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

TEST_CASE("a duration is read from its units in falling order")
{
  struct Case {
    char const* text;
    milliseconds duration;
  };
  auto const c = GENERATE(values<Case>({
      {"500ms", 500ms},
      {"0s", 0ms},
      {"30s", 30s},
      {"10m", 10min},
      {"60m", 1h},
      {"1h", 1h},
      {"1d", 24h},
      {"1h30m", 90min},
      {"1d2h3m4s5ms", 26h + 3min + 4s + 5ms},
      {"1m500ms", 60500ms},
      {"36500d", 36500 * 24h},
  }));
  CAPTURE(c.text);
  CHECK(parse_duration(c.text) == c.duration);
}

TEST_CASE("what is no duration is not read as one")
{
  auto const text =
      GENERATE("", "10", "s", "10 minutes", "10 m", " 10m", "10m ", "-10m", "+10m", "1.5h", "1M",
               "1H", "10sec", "30m1h", "1h1h", "1m1m", "1hm", "h1", "1w", "36501d", "36500d1ms",
               "99999999999999999999s", "18446744073709551616ms", "0x10s");
  CAPTURE(text);
  CHECK_FALSE(parse_duration(text));
}

TEST_CASE("a duration is written from its largest unit down, and reads back")
{
  struct Case {
    milliseconds duration;
    char const* text;
  };
  auto const c = GENERATE(values<Case>({
      {0ms, "0s"},
      {1ms, "1ms"},
      {999ms, "999ms"},
      {1500ms, "1s500ms"},
      {90s, "1m30s"},
      {60min, "1h"},
      {90min, "1h30m"},
      {24h, "1d"},
      {25h + 1s, "1d1h1s"},
      {36500 * 24h, "36500d"},
  }));
  CAPTURE(c.text);
  CHECK(duration_text(c.duration) == c.text);
  CHECK(parse_duration(c.text) == c.duration);
}

TEST_CASE("a negative duration shows its sign")
{
  CHECK(duration_text(-90s) == "-1m30s");
  CHECK(duration_text(milliseconds::min()).starts_with("-106751991167d"));
}

TEST_CASE("an instant is written in UTC, with milliseconds when it has any")
{
  auto const at = [](milliseconds since_epoch) {
    return iso8601(std::chrono::system_clock::time_point(since_epoch));
  };
  CHECK(at(0ms) == "1970-01-01T00:00:00Z");
  CHECK(at(1795342471204ms) == "2026-11-22T10:14:31.204Z");
  CHECK(at(1795342471004ms) == "2026-11-22T10:14:31.004Z");
  CHECK(at(-1ms) == "1969-12-31T23:59:59.999Z");
  CHECK(at(951782400s) == "2000-02-29T00:00:00Z");
}
