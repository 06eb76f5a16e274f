#include "bson/decimal.hpp"

#include <algorithm>
#include <charconv>

namespace mysync::bson {

namespace {

__extension__ typedef unsigned __int128 Coefficient;

constexpr unsigned most_digits = 34;     // 10^34 - 1 fits the 113 bits of a coefficient
constexpr unsigned most_in_64_bits = 19; // 10^19 - 1 < 2^64
constexpr int exponent_bias = 6176;      // the least exponent is -6176, the greatest 6111
constexpr int greatest_exponent = 6111;

struct Number {
  Coefficient coefficient = 0;
  std::int64_t exponent = 0;
};

// What stands behind the mark of an exponent, added to the number's. A few million digits may stand
// before it, so it is read as far as those could make up for.
bool add_exponent(Number& number, std::string_view text) noexcept
{
  constexpr std::int64_t farthest = 1'000'000'000'000;
  bool const negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos) return false;
  std::int64_t value = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), value).ec != std::errc())
    value = farthest;
  value = std::min(value, farthest);
  number.exponent += negative ? -value : value;
  return true;
}

// Digits are gathered in a machine word first: few numbers have more, and it is several times
// faster.
std::optional<Number> parse(std::string_view digits) noexcept
{
  Number number;
  std::uint64_t word = 0;
  unsigned significant = 0;
  bool any = false, after_point = false;
  for (auto at = digits.begin(); at != digits.end(); ++at) {
    auto const digit = static_cast<unsigned>(*at) - '0';
    if (digit > 9) {
      if (*at == 'e' || *at == 'E') {
        if (!add_exponent(number, {at + 1, digits.end()})) return std::nullopt;
        break;
      }
      if (*at != '.' || after_point) return std::nullopt;
      after_point = true;
      continue;
    }
    any = true;
    if (after_point) --number.exponent;
    if (significant == most_digits) {
      if (digit != 0) return std::nullopt;
      ++number.exponent;
      continue;
    }
    if (significant != 0 || digit != 0) ++significant;
    if (significant <= most_in_64_bits) {
      word = word * 10 + digit;
    } else {
      if (significant == most_in_64_bits + 1) number.coefficient = word;
      number.coefficient = number.coefficient * 10 + digit;
    }
  }
  if (!any) return std::nullopt;
  if (significant <= most_in_64_bits) number.coefficient = word;
  return number;
}

// The same value with an exponent that there is; zeros come and go for it.
bool bring_into_range(Number& number) noexcept
{
  auto const within = [&] {
    return number.exponent >= -exponent_bias && number.exponent <= greatest_exponent;
  };
  if (within()) return true;
  constexpr auto most = []() {
    Coefficient power = 1;
    for (unsigned i = 1; i < most_digits; ++i) power *= 10;
    return power; // with one more digit a coefficient would be too long
  }();
  if (number.coefficient == 0)
    number.exponent = std::clamp<std::int64_t>(number.exponent, -exponent_bias, greatest_exponent);
  for (; number.exponent > greatest_exponent && number.coefficient < most; --number.exponent)
    number.coefficient *= 10;
  for (; number.exponent < -exponent_bias && number.coefficient % 10 == 0; ++number.exponent)
    number.coefficient /= 10;
  return within();
}

} // namespace

std::optional<Decimal128> decimal128(std::string_view text) noexcept
{
  bool const negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  auto number = parse(text);
  if (!number || !bring_into_range(*number)) return std::nullopt;
  auto const biased_exponent = number->exponent + exponent_bias; // not negative, by the check above
  auto const biased = static_cast<std::uint64_t>(biased_exponent);
  return Decimal128{
      .low = static_cast<std::uint64_t>(number->coefficient),
      .high = (negative ? std::uint64_t{1} << 63U : 0U) | biased << 49U |
              static_cast<std::uint64_t>(number->coefficient >> 64U),
  };
}

} // namespace mysync::bson
