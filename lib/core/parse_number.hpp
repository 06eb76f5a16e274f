#pragma once
// Digits into numbers.

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace mysync {

/// The number that the whole of `text` spells, as std::from_chars reads it (no spaces, no `+`, no
/// locale); nothing for other text and for what a `Number` cannot hold.
template <class Number> std::optional<Number> parse_number(std::string_view text) noexcept
{
  Number number{};
  auto const* const end = text.data() + text.size();
  auto const [at, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || at != end) return std::nullopt;
  return number;
}

/// The same of a cell that may be missing; 0 where there is no such number.
template <class Number = std::uint64_t>
Number number_or_zero(std::optional<std::string> const& text) noexcept
{
  return text ? parse_number<Number>(*text).value_or(0) : 0;
}

} // namespace mysync
