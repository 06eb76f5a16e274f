#include "bson/number.hpp"
#include "support/bson_text.hpp"

#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <cmath>
#include <cstring>
#include <random>
#include <string>

using namespace mysync::bson;

namespace {

std::string shown(Number const& number)
{
  if (auto const* narrow = std::get_if<std::int32_t>(&number))
    return fmt::format("int {}", *narrow);
  if (auto const* wide = std::get_if<std::int64_t>(&number)) return fmt::format("long {}", *wide);
  if (auto const* real = std::get_if<double>(&number)) return fmt::format("double {}", *real);
  if (auto const* decimal = std::get_if<Decimal128>(&number))
    return "decimal " + mysync::test::decimal_text(decimal->low, decimal->high);
  return "none";
}

struct Case {
  std::string text, expected;
};

} // namespace

TEST_CASE("a JSON number is the narrowest that has its value")
{
  auto const [text, expected] = GENERATE(values<Case>({
      {"0", "int 0"},
      {"-1", "int -1"},
      {"2147483647", "int 2147483647"},
      {"2147483648", "long 2147483648"},
      {"-2147483648", "int -2147483648"},
      {"-2147483649", "long -2147483649"},
      {"9007199254740993", "long 9007199254740993"},
      {"9223372036854775807", "long 9223372036854775807"},
      {"-9223372036854775808", "long -9223372036854775808"},
      {"9223372036854775808", "decimal 9223372036854775808"},
      {"18446744073709551615", "decimal 18446744073709551615"},
      {"-9223372036854775809", "decimal -9223372036854775809"},
      {"1234567890123456789012345678901234", "decimal 1234567890123456789012345678901234"},
      {"12345678901234567890123456789012345", "none"},
      {"-0", "double -0"},
      {"0.0", "double 0"},
      {"-0.0", "double -0"},
      {"1.50", "double 1.5"},
      {"0.1", "double 0.1"},
      {"1e2", "double 100"},
      {"1E+2", "double 100"},
      {"100e-2", "double 1"},
      {"1e308", "double 1e+308"},
      {"1.7976931348623157e308", "double 1.7976931348623157e+308"},
      {"1e309", "decimal 1E+309"},
      {"5e-324", "double 5e-324"},
      {"4e-324", "decimal 4E-324"},
      {"1.5e-323", "double 1.5e-323"},
      {"1e-400", "decimal 1E-400"},
      {"9007199254740993.0", "decimal 9007199254740993.0"},
      {"0.1234567890123456789", "decimal 0.1234567890123456789"},
      {"0.30000000000000004", "double 0.30000000000000004"},
      {"123456789012345678e-3", "decimal 123456789012345.678"},
      {"1e6144", "decimal 1.000000000000000000000000000000000E+6144"},
      {"1e6145", "none"},
      {"10e-6177", "decimal 1E-6176"},
      {"1e-6177", "none"},
      {"0e999999999999999999999", "double 0"},
      {"1e99999999999999999999", "none"},
      {"1e-99999999999999999999", "none"},
      {"", "none"},
      {"-", "none"},
      {"01", "none"},
      {"-01", "none"},
      {"1.", "none"},
      {".1", "none"},
      {"1e", "none"},
      {"1e+", "none"},
      {"+1", "none"},
      {"inf", "none"},
      {"nan", "none"},
      {"1 ", "none"},
  }));
  CAPTURE(text);
  CHECK(shown(json_number(text)) == expected);
}

TEST_CASE("a double's shortest decimal is that double, however it is written")
{
  std::mt19937_64 random(7);
  for (int i = 0; i < 20000; ++i) {
    auto const bits = random();
    double value = 0;
    std::memcpy(&value, &bits, sizeof value);
    if (!std::isfinite(value)) continue;
    auto const shortest = fmt::format("{}", value);
    CAPTURE(shortest);
    auto const again = exact_double(shortest);
    REQUIRE(again);
    CHECK(std::signbit(*again) == std::signbit(value));
    CHECK(std::fpclassify(*again - value) == FP_ZERO);
    auto const wrong = shortest.find('e') == std::string::npos ? shortest + "01" : "";
    if (shortest.size() > 18 && shortest.find('.') != std::string::npos && !wrong.empty())
      CHECK_FALSE(exact_double(wrong));
  }
}

TEST_CASE("a decimal may have an exponent")
{
  auto const [text, expected] = GENERATE(values<Case>({
      {"1.50e3", "1.50E+3"},
      {"15e-1", "1.5"},
      {"-0e5", "-0E+5"},
      {"0e7000", "0E+6111"},
      {"0e-7000", "0E-6176"},
      {"1e", "refused"},
      {"1e5x", "refused"},
      {"e5", "refused"},
      {"1e5e5", "refused"},
      {"1e--5", "refused"},
  }));
  CAPTURE(text);
  auto const decimal = decimal128(text);
  CHECK((decimal ? mysync::test::decimal_text(decimal->low, decimal->high) : "refused") ==
        expected);
}
