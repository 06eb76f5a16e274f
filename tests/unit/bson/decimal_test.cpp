#include "bson/decimal.hpp"
#include "support/bson_text.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <string>

using mysync::bson::decimal128;
using mysync::bson::Decimal128;
using mysync::test::decimal_text;

namespace {

std::string round_trip(std::string_view text)
{
  auto const decimal = decimal128(text);
  return decimal ? decimal_text(decimal->low, decimal->high) : "refused";
}

std::string zeros(std::size_t count) { return std::string(count, '0'); }

struct Case {
  std::string text, expected;
};

// The value as digits without leading zeros and the power of ten behind them, by moving characters
// only.
struct Plain {
  std::string sign, digits;
  int exponent = 0;
};

Plain plain(std::string text)
{
  Plain out;
  if (text[0] == '-') {
    out.sign = "-";
    text.erase(0, 1);
  }
  if (auto const e = text.find('E'); e != std::string::npos) {
    out.exponent = std::stoi(text.substr(e + 1));
    text.erase(e);
  }
  if (auto const point = text.find('.'); point != std::string::npos) {
    out.exponent -= static_cast<int>(text.size() - point - 1);
    text.erase(point, 1);
  }
  text.erase(0, text.find_first_not_of('0'));
  out.digits = text;
  return out;
}

std::size_t trailing_zeros(std::string const& digits)
{
  return digits.size() - (digits.find_last_not_of('0') + 1);
}

} // namespace

TEST_CASE("a decimal keeps its digits, its trailing zeros and its sign")
{
  auto const max34 = std::string(34, '9');
  auto const [text, expected] = GENERATE_COPY(values<Case>({
      {"0", "0"},
      {"-0", "-0"},
      {"0.00", "0.00"},
      {"-0.00", "-0.00"},
      {"1", "1"},
      {"+1", "1"},
      {"1.", "1"},
      {".5", "0.5"},
      {"-12.340", "-12.340"},
      {"000012.50", "12.50"},
      {"0.000001", "0.000001"},
      {"0.0000001", "1E-7"},
      {"99.99", "99.99"},
      {"9999999999.99", "9999999999.99"},
      {"1234567890123456789", "1234567890123456789"},
      {"9999999999999999999", "9999999999999999999"},
      {"18446744073709551615", "18446744073709551615"},
      {"18446744073709551616", "18446744073709551616"},
      {"12345678901234567890.5", "12345678901234567890.5"},
      {max34, max34},
      {"-" + max34, "-" + max34},
      {"0." + max34, "0." + max34},
      {"0.000000000000000000000000000001", "1E-30"},
      {zeros(65), "0"},
      {"0." + zeros(30), "0E-30"},
      {zeros(31) + "1." + zeros(30), "1." + zeros(30)},
  }));
  CAPTURE(text);
  CHECK(round_trip(text) == expected);
}

TEST_CASE("a decimal wider than 34 digits is kept when its value is exact")
{
  auto const [text, expected] = GENERATE_COPY(values<Case>({
      {"1" + zeros(34), "1." + zeros(33) + "E+34"},
      {"1" + zeros(64), "1." + zeros(33) + "E+64"},
      {"12345." + zeros(30), "12345." + zeros(29)},
      {"-99999999999999999999999999999999999." + zeros(30), "refused"},
      {"1" + zeros(33) + "1", "refused"},
      {"1." + zeros(33) + "1", "refused"},
      {"12345678901234567890123456789012340.00", "1.234567890123456789012345678901234E+34"},
      {"99999999999999999999999999999999999.999999999999999999999999999999", "refused"},
      {"0." + zeros(5) + "1234567890123456789012345", "0.000001234567890123456789012345"},
  }));
  CAPTURE(text);
  CHECK(round_trip(text) == expected);
}

TEST_CASE("what is no decimal is refused")
{
  auto const* const text =
      GENERATE("", "-", ".", "+.", "1.2.3", "1e", "NaN", " 1", "1 ", "--1", "0x1", "1,5");
  CAPTURE(text);
  CHECK(round_trip(text) == "refused");
}

TEST_CASE("a decimal's octets are those of its specification")
{
  // From the examples of the BSON decimal128 specification.
  CHECK(decimal128("1") == Decimal128{.low = 1, .high = 0x3040000000000000});
  CHECK(decimal128("-1") == Decimal128{.low = 1, .high = 0xB040000000000000});
  CHECK(decimal128("0.001234") == Decimal128{.low = 0x4D2, .high = 0x3034000000000000});
  CHECK(decimal128(std::string(34, '9')) ==
        Decimal128{.low = 0x378D8E63FFFFFFFF, .high = 0x3041ED09BEAD87C0});
}

TEST_CASE("a random decimal is exact, or it has more than 34 significant digits")
{
  std::mt19937 random(20261122); // a fixed seed: a failure can be repeated
  auto const upto = [&](unsigned n) {
    return std::uniform_int_distribution<unsigned>(0, n)(random);
  };
  unsigned refused = 0, kept = 0;
  for (unsigned i = 0; i < 100'000; ++i) {
    std::string text = upto(1) != 0 ? "-" : "";
    auto const whole = 1 + upto(64), fraction = upto(38);
    auto const density = upto(3); // the rarer digits are, the more zeros at either end
    auto const digit = [&] { return upto(3) <= density ? static_cast<char>('0' + upto(9)) : '0'; };
    auto const quiet_from = upto(whole + fraction);
    for (unsigned j = 0; j < whole + fraction; ++j) {
      if (j == whole) text += '.';
      text += j < quiet_from ? digit() : '0';
    }
    CAPTURE(text);
    auto const expected = plain(text);
    auto const significant = expected.digits.size() - trailing_zeros(expected.digits);
    auto const result = round_trip(text);
    if (significant > 34) {
      REQUIRE(result == "refused");
      ++refused;
      continue;
    }
    REQUIRE(result != "refused");
    ++kept;
    auto const got = plain(result);
    auto const cut = expected.digits.size() > 34 ? expected.digits.size() - 34 : 0;
    REQUIRE(got.sign == expected.sign);
    REQUIRE(got.digits == expected.digits.substr(0, expected.digits.size() - cut));
    REQUIRE(got.exponent == expected.exponent + static_cast<int>(cut));
  }
  CHECK(refused > 1000);
  CHECK(kept > 1000);
}
