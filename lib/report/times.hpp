#pragma once
// Instants and spans as people read them.

#include <chrono>
#include <string>
#include <string_view>

namespace mysync::report {

using TimePoint = std::chrono::system_clock::time_point;

/// Now, and the zone in which times are shown. One offset for a whole screen, so that the zone can
/// be said once and be right for every time on it.
struct Wall {
  TimePoint now;
  std::chrono::seconds offset{0};
  std::string zone = "UTC";
};

/// The wall clock of this machine.
Wall local_wall(TimePoint now);

/// `10:14` when on the same day as `wall.now`, else `2026-11-21 10:14`.
std::string clock_text(TimePoint time, Wall const& wall);

/// How long something took, to the hundredth while that says something: `0.05 s`, `1.42 s`, `42.3
/// s`, `2 min 15 s`, `1 h 02 min`.
std::string elapsed_text(double seconds);

/// The same, coarser: `0.02 s`, `1.5 s`, `42 s`, `2 min 15 s`.
std::string about_elapsed(double seconds);

/// How old something is: `2 s`, `72 min`, `5 h`, `3 d`.
std::string age_text(double seconds);

/// `00:02:15`, the hours without limit.
std::string hours_minutes_seconds(double seconds);

/// A watermark for a screen: without its date when that is the day of `now` in UTC. It is the
/// cursor's own text, in no zone of ours.
std::string watermark_text(std::string_view watermark, TimePoint now);

/// The same without fraction digits.
std::string short_watermark(std::string_view watermark, TimePoint now);

} // namespace mysync::report
