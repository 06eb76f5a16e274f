#include "bson/number.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace mysync::bson {

namespace {

constexpr std::string_view digits = "0123456789";

/// A decimal without its sign, as what two texts of one value have in common.
struct Significant {
  std::string_view span; ///< from the first to the last digit that is not 0; may hold the point
  std::int64_t magnitude = 0; ///< the power of ten of the first
};

Significant significant(std::string_view text) noexcept
{
  auto const mark = std::min(text.find_first_of("eE"), text.size());
  auto const mantissa = text.substr(0, mark);
  std::int64_t exponent =
      0; // one that is too long to be read leaves it 0: no double is so far away
  if (mark != text.size()) {
    text.remove_prefix(mark + (text.substr(mark + 1).starts_with('+') ? 2 : 1));
    std::from_chars(text.data(), text.data() + text.size(), exponent);
  }
  auto const first = mantissa.find_first_of("123456789");
  if (first == std::string_view::npos) return {};
  auto const last = mantissa.find_last_of("123456789");
  auto const point = static_cast<std::int64_t>(std::min(mantissa.find('.'), mantissa.size()));
  auto const ahead = point - static_cast<std::int64_t>(first);
  return {mantissa.substr(first, last - first + 1), exponent + (ahead > 0 ? ahead - 1 : ahead)};
}

bool same_digits(std::string_view one, std::string_view other) noexcept
{
  auto const skip_point = [](std::string_view& text) {
    if (text.starts_with('.')) text.remove_prefix(1);
  };
  for (;; one.remove_prefix(1), other.remove_prefix(1)) {
    skip_point(one);
    skip_point(other);
    if (one.empty() || other.empty()) return one.empty() && other.empty();
    if (one.front() != other.front()) return false;
  }
}

enum class Shape { none, integer, fraction };

// RFC 8259: no leading zeros, digits on both sides of a point and behind an exponent's mark.
Shape json_shape(std::string_view text) noexcept
{
  auto const take_digits = [&text] {
    auto const size = std::min(text.find_first_not_of(digits), text.size());
    text.remove_prefix(size);
    return size;
  };
  if (text.starts_with('-')) text.remove_prefix(1);
  auto const zero_first = text.starts_with('0');
  auto const whole = take_digits();
  if (whole == 0 || (zero_first && whole > 1)) return Shape::none;
  if (text.empty()) return Shape::integer;
  if (text.front() == '.') {
    text.remove_prefix(1);
    if (take_digits() == 0) return Shape::none;
  }
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
    if (take_digits() == 0) return Shape::none;
  }
  return text.empty() ? Shape::fraction : Shape::none;
}

Number integer(std::string_view literal) noexcept
{
  std::int64_t value = 0;
  auto const* const end = literal.data() + literal.size();
  if (std::from_chars(literal.data(), end, value).ec != std::errc()) return {};
  auto const narrow = static_cast<std::int32_t>(value);
  return narrow == value ? Number(narrow) : Number(value);
}

} // namespace

std::optional<double> exact_double(std::string_view text) noexcept
{
  double value = 0;
  auto const* const end = text.data() + text.size();
  auto const read = std::from_chars(text.data(), end, value);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  if (text.starts_with('-')) text.remove_prefix(1);
  if (text.find_first_not_of("0123456789.eE+-") != std::string_view::npos) return std::nullopt;
  auto const asked = significant(text);
  // Any 15 digits come back from a double, unless it is so small that it has fewer.
  constexpr std::size_t always_exact = std::numeric_limits<double>::digits10;
  constexpr std::int64_t far_from_subnormal = -290;
  if (asked.span.size() <= always_exact && asked.magnitude > far_from_subnormal) return value;
  std::array<char, 32> shortest; // the longest is -1.7976931348623157e+308
  // Not the plain form: that writes all digits of a whole number.
  auto const shortest_end = std::to_chars(shortest.data(), shortest.data() + shortest.size(), value,
                                          std::chars_format::scientific)
                                .ptr;
  std::string_view held(shortest.data(), static_cast<std::size_t>(shortest_end - shortest.data()));
  if (held.starts_with('-')) held.remove_prefix(1);
  auto const got = significant(held);
  auto const same = asked.magnitude == got.magnitude && same_digits(asked.span, got.span);
  return same ? std::optional(value) : std::nullopt;
}

bool is_json_number(std::string_view text) noexcept { return json_shape(text) != Shape::none; }

Number json_number(std::string_view literal) noexcept
{
  auto const shape = json_shape(literal);
  if (shape == Shape::none) return {};
  if (shape == Shape::integer && literal != "-0") {
    auto const whole = integer(literal);
    if (whole.index() != 0) return whole;
  } else if (auto const real = exact_double(literal)) {
    return *real;
  }
  auto const decimal = decimal128(literal);
  return decimal ? Number(*decimal) : Number();
}

} // namespace mysync::bson
