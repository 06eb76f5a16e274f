#pragma once
// The rule for the time after a zone's last known transition: the last line of its file (RFC 8536),
// `CET-1CEST,M3.5.0,M10.5.0/3`. The date library does not read that line, and the files end in 2037
// or, on some systems, in 2007.

#include <date/date.h>

#include <chrono>
#include <optional>
#include <string_view>

namespace mysync::convert {

/// A stretch of constant offset from UTC, from `begin` to before `end`.
struct OffsetSpan {
  date::sys_seconds begin, end;
  std::chrono::seconds offset;
};

class PosixRule {
public:
  /// Nothing when the line is not such a rule, or one without daylight saving.
  static std::optional<PosixRule> parse(std::string_view line);

  OffsetSpan at(date::sys_seconds time) const;

private:
  /// `M10.5.0/3`, `J60`, `59`: a day of every year and the wall clock at which it happens.
  struct Moment {
    enum class Form : unsigned char { month_week_day, julian, day_of_year };
    Form form = Form::month_week_day;
    unsigned month = 1, week = 1, day = 0;
    std::chrono::seconds clock = std::chrono::hours(2);
    date::sys_seconds in(date::year year) const;
  };
  class Parser;

  std::chrono::seconds standard_{}, saving_{}; ///< offsets from UTC
  Moment start_, end_;                         ///< of daylight saving
};

} // namespace mysync::convert
