#include "convert/zone.hpp"

#include "convert/posix_rule.hpp"
#include "core/error.hpp"

#include <date/tz.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <limits>
#include <optional>
#include <vector>

namespace mysync::convert {

namespace {

using date::sys_seconds;
using std::chrono::seconds;

constexpr auto always = std::numeric_limits<std::int64_t>::max();
constexpr auto never = std::numeric_limits<std::int64_t>::min();

bool endless(OffsetSpan const& info)
{
  return info.end >= date::sys_days{date::year{32767} / 1 / 1};
}
bool beginless(OffsetSpan const& info)
{
  return info.begin <= date::sys_days{date::year{-32767} / 1 / 1};
}

std::int64_t milliseconds(seconds duration) { return duration.count() * 1000; }
date::sys_time<std::chrono::milliseconds> sys_milliseconds(std::int64_t count)
{
  return date::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(count));
}

// `+05:30`
std::optional<std::int64_t> fixed_offset(std::string_view name)
{
  constexpr std::string_view form = "+00:00";
  if (name.size() != form.size() || (name[0] != '+' && name[0] != '-') || name[3] != ':') return {};
  auto const digit = [name](std::size_t at) { return static_cast<unsigned>(name[at]) - '0'; };
  if (digit(1) > 9 || digit(2) > 9 || digit(4) > 5 || digit(5) > 9) return {};
  auto const minutes = 60 * (10 * digit(1) + digit(2)) + 10 * digit(4) + digit(5);
  if (minutes > 14 * 60) return {};
  return (name[0] == '-' ? -1 : 1) * std::int64_t{minutes} * 60'000;
}

// The last line of the zone's file; empty where the library has its data from elsewhere.
std::string rule_line(std::string const& zone)
{
  std::ifstream file("/usr/share/zoneinfo/" + zone, std::ios::binary);
  std::string line, last;
  while (std::getline(file, line)) last = line;
  return last;
}

} // namespace

struct Zone::Rules {
  date::time_zone const* table = nullptr;
  std::optional<PosixRule> afterwards; ///< after the table's last transition
  bool readable = true;                ///< false: there is such a rule, and it is not understood
  std::vector<Stretch> met;            ///< in order of `first`

  explicit Rules(std::string const& name) : table(date::locate_zone(name))
  {
    auto const line = rule_line(name);
    if (line.find(',') == std::string::npos) return;
    afterwards = PosixRule::parse(line);
    readable = afterwards.has_value();
  }

  OffsetSpan at(sys_seconds time) const
  {
    auto const info = table->get_info(time);
    OffsetSpan const known{info.begin, info.end, info.offset};
    if (!afterwards || !endless(known)) return known;
    auto after = afterwards->at(time);
    after.begin = std::max(after.begin, known.begin);
    return after;
  }

  /// Where the table has ended and how it goes on is not understood.
  bool beyond(OffsetSpan const& info) const { return !readable && endless(info); }

  Stretch const* find(std::int64_t wall) const
  {
    auto const after = std::ranges::upper_bound(met, wall, {}, &Stretch::first);
    if (after == met.begin() || wall >= std::prev(after)->end) return nullptr;
    return &*std::prev(after);
  }

  /// The wall clocks that `info` alone shows: those near its ends may be shown by a neighbour too.
  Stretch remember(OffsetSpan const& info)
  {
    Stretch stretch{never, always, milliseconds(info.offset)};
    if (!beginless(info))
      stretch.first = milliseconds(info.begin.time_since_epoch() +
                                   std::max(info.offset, at(info.begin - seconds(1)).offset));
    if (!endless(info))
      stretch.end =
          milliseconds(info.end.time_since_epoch() + std::min(info.offset, at(info.end).offset));
    constexpr std::size_t most_met = 1024; // of a few hundred that a table of real dates meets
    if (met.size() >= most_met) met.clear();
    met.insert(std::ranges::upper_bound(met, stretch.first, {}, &Stretch::first), stretch);
    return stretch;
  }
};

Zone::Zone(std::string name) : name_(std::move(name))
{
  if (auto const offset = name_ == "UTC" ? std::optional<std::int64_t>(0)
                                         : fixed_offset(name_)) { // also without tzdata
    last_ = {never, always, *offset};
    return;
  }
  try {
    rules_ = std::make_unique<Rules>(name_);
  } catch (std::exception const& error) {
    throw failure(
        Fault::config,
        "datetime_zone = \"{}\": no such time zone on this machine ({}); use an IANA name such "
        "as \"Europe/Berlin\" or an offset such as \"+02:00\"",
        name_, error.what());
  }
  auto const info = rules_->at(sys_seconds{});
  if (beginless(info) && endless(info)) last_ = {never, always, info.offset.count() * 1000};
}

Zone::~Zone() = default;
Zone::Zone(Zone&&) noexcept = default;
Zone& Zone::operator=(Zone&&) noexcept = default;

bool Zone::is_utc() const noexcept
{
  return last_.first == never && last_.end == always && last_.offset == 0;
}

Zone::Instant Zone::look_up(std::int64_t wall)
{
  if (auto const* const known = rules_->find(wall)) {
    last_ = *known;
    return {wall - last_.offset, Match::once};
  }
  // No zone is further from UTC than this, so the stretch in question is not missed.
  auto info = rules_->at(date::floor<seconds>(sys_milliseconds(wall)) - std::chrono::hours(26));
  while (!rules_->beyond(info)) {
    auto const instant = wall - milliseconds(info.offset);
    if (endless(info) || instant < milliseconds(info.end.time_since_epoch())) {
      auto const next = rules_->at(info.end);
      auto const twice = !endless(info) && wall - milliseconds(next.offset) >=
                                               milliseconds(next.begin.time_since_epoch());
      if (twice) return {instant, Match::ambiguous};
      last_ = rules_->remember(info);
      return {instant, Match::once};
    }
    auto const next = rules_->at(info.end);
    if (wall - milliseconds(next.offset) < milliseconds(next.begin.time_since_epoch()))
      return {instant, Match::skipped};
    info = next;
  }
  return {0, Match::unknown};
}

} // namespace mysync::convert
