#pragma once
// Times as the server writes them, without an allocation.

#include "core/row.hpp"

#include <array>
#include <cstddef>
#include <string_view>

namespace mysync {

/// A short text that lives in itself. Large enough for any Time, a nonsensical one included.
class TimeText {
public:
  std::string_view view() const noexcept { return {chars_.data(), size_}; }
  void put(char character) noexcept { chars_[size_++] = character; }
  /// At least `width` digits, zeros in front.
  void put(std::uint32_t number, unsigned width) noexcept;

private:
  std::array<char, 88> chars_;
  std::size_t size_ = 0;
};

/// `2026-01-02`.
TimeText date_chars(Time const& time) noexcept;
/// `-838:59:59.000006`: at least two digits for the hour, `fraction_digits` (0–6, cut) after the
/// point.
TimeText time_chars(Time const& time, unsigned fraction_digits) noexcept;
/// `2026-01-02 03:04:05.000006`, likewise.
TimeText date_time_chars(Time const& time, unsigned fraction_digits) noexcept;

} // namespace mysync
