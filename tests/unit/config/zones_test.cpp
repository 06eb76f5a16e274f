#include "config/zones.hpp"

#include <catch2/catch.hpp>

using namespace mysync::config;

TEST_CASE("UTC, offsets and the machine's zones are known")
{
  auto const zone = GENERATE("UTC", "+00:00", "-00:00", "+05:30", "-12:00", "+14:00", "-14:00",
                             "Europe/Berlin", "America/New_York", "Asia/Kathmandu");
  CAPTURE(zone);
  CHECK_FALSE(zone_complaint(zone));
}

TEST_CASE("what is no zone is refused")
{
  auto const zone =
      GENERATE("", "SYSTEM", "local", "utc", "+5:30", "+0530", "05:30", "+05:60", "+14:01",
               "+15:00", "+aa:bb", "+05:30 ", "Europe/Nowhere", "../etc/passwd", "europe/berlin");
  CAPTURE(zone);
  CHECK(zone_complaint(zone));
}

TEST_CASE("the nearest zone is suggested, or the forms that there are")
{
  CHECK(zone_complaint("Europe/Berln") ==
        R"(unknown time zone "Europe/Berln"; did you mean "Europe/Berlin"?)");
  CHECK(zone_complaint("a\x1b") ==
        R"(unknown time zone "a\x1b"; write a name such as "Europe/Berlin", "UTC" or "+05:30")");
}
