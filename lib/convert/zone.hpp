#pragma once
// The zone in which an application wrote its DATETIME columns: wall clock to UTC.

#include <cstdint>
#include <memory>
#include <string>

namespace mysync::convert {

/// Not shared between threads: it remembers the stretches of constant offset it has met.
class Zone {
public:
  /// An IANA name (`Europe/Berlin`) or a fixed offset (`+05:30`, up to 14 hours). Throws Error
  /// (Fault::config) that names it when it is neither.
  explicit Zone(std::string name);
  ~Zone();
  Zone(Zone&&) noexcept;
  Zone& operator=(Zone&&) noexcept;

  std::string const& name() const noexcept { return name_; }
  /// True when the wall clock is UTC at all times.
  bool is_utc() const noexcept;

  /// `unknown`: beyond the time-zone data of this machine; the others have an instant.
  enum class Match : std::uint8_t { once, ambiguous, skipped, unknown };
  struct Instant {
    std::int64_t milliseconds; ///< since 1970, UTC
    Match match;
  };
  /// A wall clock that came twice is the earlier instant, one that was skipped moves forward by the
  /// gap. `wall`: milliseconds since 1970 on the wall clock.
  Instant to_utc(std::int64_t wall)
  {
    if (wall >= last_.first && wall < last_.end) return {wall - last_.offset, Match::once};
    return look_up(wall);
  }

private:
  /// Wall clocks from `first` to before `end`, each of which came once, with `offset` from UTC.
  struct Stretch {
    std::int64_t first, end, offset;
  };
  struct Rules;
  Instant look_up(std::int64_t wall);

  std::string name_;
  Stretch last_{0, 0, 0};
  std::unique_ptr<Rules> rules_; ///< none for a fixed offset
};

} // namespace mysync::convert
