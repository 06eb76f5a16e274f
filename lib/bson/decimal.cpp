#include "bson/decimal.hpp"

namespace mysync::bson {

namespace {

__extension__ typedef unsigned __int128 Coefficient;

constexpr unsigned most_digits = 34;     // 10^34 - 1 fits the 113 bits of a coefficient
constexpr unsigned most_in_64_bits = 19; // 10^19 - 1 < 2^64
constexpr int exponent_bias = 6176;      // the least exponent is -6176, the greatest 6111
constexpr int greatest_exponent = 6111;

struct Number {
  Coefficient coefficient = 0;
  int exponent = 0;
};

// Digits are gathered in a machine word first: few numbers have more, and it is several times
// faster.
std::optional<Number> parse(std::string_view digits) noexcept
{
  Number number;
  std::uint64_t word = 0;
  unsigned significant = 0;
  bool any = false, after_point = false;
  for (char const character : digits) {
    auto const digit = static_cast<unsigned>(character) - '0';
    if (digit > 9) {
      if (character != '.' || after_point) return std::nullopt;
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

} // namespace

std::optional<Decimal128> decimal128(std::string_view text) noexcept
{
  bool const negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  auto const number = parse(text);
  if (!number || number->exponent < -exponent_bias || number->exponent > greatest_exponent)
    return std::nullopt;
  int const biased_exponent = number->exponent + exponent_bias; // not negative, by the check above
  auto const biased = static_cast<std::uint64_t>(biased_exponent);
  return Decimal128{
      .low = static_cast<std::uint64_t>(number->coefficient),
      .high = (negative ? std::uint64_t{1} << 63U : 0U) | biased << 49U |
              static_cast<std::uint64_t>(number->coefficient >> 64U),
  };
}

} // namespace mysync::bson
