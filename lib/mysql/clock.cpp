#include "mysql/clock.hpp"

#include "core/parse_number.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace mysync::mysql {

namespace {

// The wall clock of a zone jumps back only where its offset changes, and every zone in use changes
// it on a quarter of an hour of UTC. No change back is larger than three hours, so behind that time
// the wall clock is past where it is now.
constexpr int quarter_seconds = 900;
constexpr int quarters_ahead = 12;

/// The earliest wall clock in `zone` from `instant` on (both SQL expressions), in microseconds
/// since 1970. The session's own zone is UTC, so UNIX_TIMESTAMP and FROM_UNIXTIME do not convert.
std::string earliest_wall(std::string const& instant, std::string const& zone)
{
  std::vector<std::string> samples{fmt::format("CONVERT_TZ({}, '+00:00', {})", instant, zone)};
  for (int ahead = 1; ahead <= quarters_ahead; ++ahead)
    samples.push_back(
        fmt::format("CONVERT_TZ(FROM_UNIXTIME((UNIX_TIMESTAMP({3}) DIV {0} + {1}) * {0}), "
                    "'+00:00', {2})",
                    quarter_seconds, ahead, zone, instant));
  return fmt::format("TIMESTAMPDIFF(MICROSECOND, '1970-01-01', LEAST({}))",
                     fmt::join(samples, ", "));
}

std::optional<Micros> micros(std::optional<std::string> const& text)
{
  auto const value = text ? parse_number<std::int64_t>(*text) : std::nullopt;
  if (!value) return std::nullopt;
  return Micros(std::chrono::microseconds(*value));
}

SourceClock read_clock_at(Session& session, std::string const& instant)
{
  // MariaDB has no identity that outlives a change of network card or port, and stays with the
  // data; but the servers that replicate from each other never share this number.
  auto const* const server = session.server().mariadb ? "@@server_id" : "@@server_uuid";
  auto const rows = session.query(fmt::format(
      "SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01', {0}), {1}, {2}, @@system_time_zone, "
      "@@global.time_zone, {3}",
      instant, earliest_wall(instant, "'SYSTEM'"), earliest_wall(instant, "@@global.time_zone"),
      server));
  auto const& row = rows.at(0);
  auto const utc = micros(row[0]);
  auto const system_wall = micros(row[1]);
  auto const global_wall = micros(row[2]);
  if (!utc || !system_wall || !global_wall)
    throw failure(Fault::source,
                  "reading the clock of {}: it cannot tell the time in its own zones ({}, {})",
                  session.where(), row[3].value_or("?"), row[4].value_or("?"));
  return {.utc = *utc,
          .earliest_server_wall = std::min(*system_wall, *global_wall),
          .system_zone = row[3].value_or(""),
          .global_zone = row[4].value_or(""),
          .server = row[5].value_or("")};
}

} // namespace

SourceClock read_clock(Session& session) { return read_clock_at(session, "NOW(6)"); }

SourceClock read_clock(Session& session, Micros instant)
{
  auto const at = fmt::format("(TIMESTAMP'1970-01-01 00:00:00.000000' + INTERVAL {} MICROSECOND)",
                              instant.time_since_epoch().count());
  return read_clock_at(session, at);
}

} // namespace mysync::mysql
