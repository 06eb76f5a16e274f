#include "convert/posix_rule.hpp"
#include "convert/zone.hpp"
#include "core/error.hpp"

#include <catch2/catch.hpp>
#include <date/date.h>

#include <sstream>
#include <string>
#include <vector>

using mysync::convert::PosixRule;
using mysync::convert::Zone;
using Match = mysync::convert::Zone::Match;

namespace {

struct Local {
  std::string zone, wall;
  std::int64_t seconds;
  Match match;
};

std::int64_t wall_milliseconds(std::string const& text)
{
  std::istringstream in(text);
  date::sys_seconds time;
  in >> date::parse("%Y-%m-%d %H:%M:%S", time);
  if (in.fail()) throw std::runtime_error("not a time: " + text);
  return time.time_since_epoch().count() * 1000;
}

// What Python's zoneinfo says of the same wall clocks, with the same data.
std::vector<Local> const locals{
    {"Europe/Berlin", "2026-03-29 01:59:59", 1774745999, Match::once},
    {"Europe/Berlin", "2026-03-29 02:00:00", 1774746000, Match::skipped},
    {"Europe/Berlin", "2026-03-29 02:59:59", 1774749599, Match::skipped},
    {"Europe/Berlin", "2026-03-29 03:00:00", 1774746000, Match::once},
    {"Europe/Berlin", "2026-10-25 01:59:59", 1792886399, Match::once},
    {"Europe/Berlin", "2026-10-25 02:00:00", 1792886400, Match::ambiguous},
    {"Europe/Berlin", "2026-10-25 02:59:59", 1792889999, Match::ambiguous},
    {"Europe/Berlin", "2026-10-25 03:00:00", 1792893600, Match::once},
    {"Europe/Berlin", "1945-05-24 02:30:00", -776561400, Match::skipped},
    {"Europe/Berlin", "1893-04-01 00:03:00", -2422054228, Match::skipped},
    {"Europe/Berlin", "1000-01-01 00:00:00", -30610227208, Match::once},
    {"Europe/Berlin", "2037-12-31 23:59:59", 2145913199, Match::once},
    {"Europe/Berlin", "2040-07-01 00:00:00", 2224706400, Match::once},
    {"Europe/Berlin", "2099-03-29 02:30:00", 4078431000, Match::skipped},
    {"Europe/Berlin", "9999-07-01 00:00:00", 253386396000, Match::once},
    {"Europe/Berlin", "9999-12-31 23:59:59", 253402297199, Match::once},
    {"America/New_York", "2026-03-08 02:30:00", 1772955000, Match::skipped},
    {"America/New_York", "2026-11-01 01:30:00", 1793511000, Match::ambiguous},
    {"America/New_York", "2026-11-01 02:00:00", 1793516400, Match::once},
    {"America/New_York", "2050-07-04 00:00:00", 2540520000, Match::once},
    {"America/New_York", "2050-11-06 01:30:00", 2551325400, Match::ambiguous},
    {"Australia/Lord_Howe", "2026-04-05 01:29:59", 1775312999, Match::once},
    {"Australia/Lord_Howe", "2026-04-05 01:30:00", 1775313000, Match::ambiguous},
    {"Australia/Lord_Howe", "2026-04-05 01:59:59", 1775314799, Match::ambiguous},
    {"Australia/Lord_Howe", "2026-04-05 02:00:00", 1775316600, Match::once},
    {"Australia/Lord_Howe", "2026-10-04 01:59:59", 1791041399, Match::once},
    {"Australia/Lord_Howe", "2026-10-04 02:00:00", 1791041400, Match::skipped},
    {"Australia/Lord_Howe", "2026-10-04 02:29:59", 1791043199, Match::skipped},
    {"Australia/Lord_Howe", "2026-10-04 02:30:00", 1791041400, Match::once},
    {"Australia/Lord_Howe", "2070-01-01 00:00:00", 3155720400, Match::once},
    {"Australia/Lord_Howe", "2070-07-01 00:00:00", 3171360600, Match::once},
    {"Australia/Sydney", "2038-01-01 00:00:00", 2145877200, Match::once},
    {"Australia/Sydney", "2038-07-01 00:00:00", 2161519200, Match::once},
    {"Australia/Sydney", "9999-12-31 23:59:59", 253402261199, Match::once},
    {"Asia/Tokyo", "2100-07-01 00:00:00", 4118050800, Match::once},
    {"Pacific/Apia", "2011-12-30 12:00:00", 1325282400, Match::skipped},
    {"America/Nuuk", "2050-07-01 00:00:00", 2540250000, Match::once},
    {"America/Nuuk", "2050-12-01 00:00:00", 2553472800, Match::once},
    {"America/Nuuk", "2050-03-26 00:30:00", 2531874600, Match::once},
    {"America/Nuuk", "9999-12-31 23:59:59", 253402307999, Match::once},
    {"Asia/Gaza", "2060-07-01 00:00:00", 2855854800, Match::once},
    {"Africa/Casablanca", "2026-02-20 00:00:00", 1771545600, Match::once},
    {"Africa/Casablanca", "2090-01-01 00:00:00", 3786908400, Match::once},
    {"Europe/Dublin", "2050-01-01 00:00:00", 2524608000, Match::once},
    {"Europe/Dublin", "2050-07-01 00:00:00", 2540242800, Match::once},
    {"Europe/Dublin", "2050-10-30 01:30:00", 2550702600, Match::ambiguous},
    {"+05:30", "1970-01-01 05:30:00", 0, Match::once},
    {"-13:59", "1970-01-01 00:00:00", 50340, Match::once},
    {"+14:00", "9999-12-31 23:59:59", 253402250399, Match::once},
    {"UTC", "0000-01-01 00:00:00", -62167219200, Match::once},
};

} // namespace

TEST_CASE("a wall clock is the instant the zone's history and rules say")
{
  for (auto const& local : locals) {
    CAPTURE(local.zone, local.wall);
    Zone zone(local.zone);
    auto const got = zone.to_utc(wall_milliseconds(local.wall));
    CHECK(got.milliseconds == local.seconds * 1000);
    CHECK(got.match == local.match);
  }
}

TEST_CASE("what a zone has met does not change its answers")
{
  for (auto const* const name : {"Europe/Berlin", "Australia/Lord_Howe"}) {
    Zone zone(name);
    for (int round = 0; round < 2; ++round) {
      for (auto const& local : locals) {
        if (local.zone != name) continue;
        CAPTURE(local.zone, local.wall, round);
        auto const got = zone.to_utc(wall_milliseconds(local.wall) + 7);
        CHECK(got.milliseconds == local.seconds * 1000 + 7);
        CHECK(got.match == local.match);
      }
    }
  }
}

TEST_CASE("UTC is recognised under its names, and no other zone is taken for it")
{
  for (auto const* const name : {"UTC", "Etc/UTC", "+00:00", "-00:00", "Etc/GMT"})
    CHECK(Zone(name).is_utc());
  for (auto const* const name : {"Europe/London", "+00:01", "Africa/Casablanca", "Etc/GMT+1"})
    CHECK_FALSE(Zone(name).is_utc());
}

TEST_CASE("a zone that does not exist is a configuration error that names it")
{
  for (auto const* const name :
       {"Europe/Atlantis", "", "+25:00", "+14:01", "+1:00", "+01:60", "../etc/passwd", "01:00"}) {
    CAPTURE(name);
    try {
      Zone const zone{std::string(name)};
      FAIL("no error");
    } catch (mysync::Error const& error) {
      CHECK(error.fault() == mysync::Fault::config);
      CHECK(std::string(error.what()).find('"' + std::string(name) + '"') != std::string::npos);
    }
  }
}

TEST_CASE("a POSIX rule is read in all its forms, and nothing else is")
{
  auto const begin_of = [](char const* line, char const* utc) {
    auto const rule = PosixRule::parse(line);
    REQUIRE(rule.has_value());
    auto const time = date::sys_seconds(std::chrono::seconds(wall_milliseconds(utc) / 1000));
    return date::format("%F %T", rule->at(time).begin);
  };
  CHECK(begin_of("CET-1CEST,M3.5.0,M10.5.0/3", "2050-07-01 00:00:00") == "2050-03-27 01:00:00");
  CHECK(begin_of("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2050-07-01 00:00:00") ==
        "2050-03-27 01:00:00");
  CHECK(begin_of("IST-2IDT,M3.4.4/26,M10.5.0", "2050-07-01 00:00:00") == "2050-03-25 00:00:00");
  CHECK(begin_of("XXX0YYY,J60/0,J300/0", "2048-07-01 00:00:00") == "2048-03-01 00:00:00");
  CHECK(begin_of("XXX0YYY,J60/0,J300/0", "2049-07-01 00:00:00") == "2049-03-01 00:00:00");
  CHECK(begin_of("XXX0YYY,59/0,300/0", "2048-07-01 00:00:00") == "2048-02-29 00:00:00");
  CHECK(begin_of("NST3:30NDT2:30:30,M3.2.0,M11.1.0", "2050-07-01 00:00:00") ==
        "2050-03-13 05:30:00");
  for (auto const* const line :
       {"", "CET-1", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0",
        "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,M3.5.0,M10.5.0/3 ",
        "C-1CEST,M3.5.0,M10.5.0", "<CET-1CEST,M3.5.0,M10.5.0", "XXX0YYY,J0,J300", "XXX0YYY,366,1",
        "TZif2"})
    CHECK_FALSE(PosixRule::parse(line).has_value());
}
