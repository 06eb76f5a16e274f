#include "unit/convert/one_value.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <cstdlib>
#include <limits>
#include <random>

using namespace mysync;
using namespace mysync::test;

namespace {

constexpr auto int64_min = std::numeric_limits<std::int64_t>::min();
constexpr auto int64_max = std::numeric_limits<std::int64_t>::max();

std::string int32(std::int64_t n) { return R"({"$numberInt":")" + std::to_string(n) + "\"}"; }
std::string int64(std::int64_t n) { return R"({"$numberLong":")" + std::to_string(n) + "\"}"; }
std::string real(std::string const& n) { return R"({"$numberDouble":")" + n + "\"}"; }
std::string decimal(std::string const& n) { return R"({"$numberDecimal":")" + n + "\"}"; }

std::string float_field(float number)
{
  return as_field({.type = ColumnType::real_float}, real_cell(static_cast<double>(number))).value;
}

} // namespace

TEST_CASE("an integer's width follows its column, not its value")
{
  struct Case {
    ColumnType type;
    bool is_unsigned;
    Cell cell;
    std::string expected;
  };
  auto const [type, is_unsigned, cell, expected] = GENERATE(values<Case>({
      {ColumnType::tiny_int, false, integer_cell(-128), int32(-128)},
      {ColumnType::tiny_int, true, natural_cell(255), int32(255)},
      {ColumnType::tiny_int, false, integer_cell(2), int32(2)},
      {ColumnType::small_int, true, natural_cell(65535), int32(65535)},
      {ColumnType::medium_int, true, natural_cell(16777215), int32(16777215)},
      {ColumnType::medium_int, false, integer_cell(-8388608), int32(-8388608)},
      {ColumnType::integer, false, integer_cell(-2147483648LL), int32(-2147483648LL)},
      {ColumnType::integer, false, integer_cell(2147483647), int32(2147483647)},
      {ColumnType::integer, true, natural_cell(0), int64(0)},
      {ColumnType::integer, true, natural_cell(4294967295), int64(4294967295)},
      {ColumnType::big_int, false, integer_cell(int64_min), int64(int64_min)},
      {ColumnType::big_int, false, integer_cell(0), int64(0)},
      {ColumnType::big_int, true, natural_cell(static_cast<std::uint64_t>(int64_max)),
       int64(int64_max)},
      {ColumnType::year, false, integer_cell(0), int32(0)},
      {ColumnType::year, true, natural_cell(2155), int32(2155)},
  }));
  CAPTURE(expected);
  Column const column{.type = type, .is_unsigned = is_unsigned};
  CHECK(as_field(column, cell).value == expected);
  CHECK(as_id(column, cell).value == expected);
}

TEST_CASE("a BIGINT UNSIGNED above 2^63-1 is refused, never wrapped, in a key too")
{
  Column const column{.type = ColumnType::big_int, .is_unsigned = true};
  auto const value = GENERATE(std::uint64_t{1} << 63U, std::numeric_limits<std::uint64_t>::max());
  auto const field = as_field(column, natural_cell(value));
  CHECK(field.value == "refused");
  CHECK(field.reason == Reason::value);
  CHECK(field.message ==
        "column v: " + std::to_string(value) +
            " is above 9223372036854775807, the greatest integer that MongoDB holds");
  CHECK(as_id(column, natural_cell(value)).value == "refused");
}

TEST_CASE("an integer outside its column's range is refused")
{
  CHECK(as_field({.type = ColumnType::integer}, integer_cell(2147483648)).value == "refused");
  CHECK(as_field({.type = ColumnType::tiny_int}, natural_cell(~std::uint64_t{0})).value ==
        "refused");
}

TEST_CASE("BIT becomes a bool, an int64 or octets by its width")
{
  struct Case {
    std::uint64_t bits;
    std::string octets, expected;
  };
  using namespace std::string_literals;
  auto const [bits, octets, expected] = GENERATE(values<Case>({
      {1, "\0"s, "false"},
      {1, "\1"s, "true"},
      {2, "\3"s, int64(3)},
      {9, "\1\377"s, int64(511)},
      {63, "\177\377\377\377\377\377\377\377"s, int64(int64_max)},
      {64, "\377\377\377\377\377\377\377\376"s,
       R"({"$binary":{"base64":"//////////4=","subType":"00"}})"},
  }));
  CAPTURE(bits);
  Column const column{.type = ColumnType::bit, .length = bits};
  CHECK(as_field(column, bytes_cell(octets)).value == expected);
  CHECK(as_id(column, bytes_cell(octets)).value == expected);
}

TEST_CASE("a DECIMAL is exact with its trailing zeros, or its row is refused")
{
  Column const column{.type = ColumnType::decimal, .precision = 65, .scale = 30};
  auto const [text, expected] = GENERATE(table<std::string, std::string>({
      {"12.50", decimal("12.50")},
      {"-0.00", decimal("-0.00")},
      {"0.000000000000000000000000000000", decimal("0E-30")},
      {"1.000000000000000000000000000000", decimal("1.000000000000000000000000000000")},
      {"12345.500000000000000000000000000000", decimal("12345.50000000000000000000000000000")},
      {"99999999999999999999999999999999999.999999999999999999999999999999", "refused"},
  }));
  CAPTURE(text);
  CHECK(as_field(column, bytes_cell(text)).value == expected);
  CHECK(as_id(column, bytes_cell(text)).value == expected);
}

TEST_CASE("a refused DECIMAL says why")
{
  auto const tried = as_field({.type = ColumnType::decimal},
                              bytes_cell("1234567890123456789012345678901234567.5"));
  CHECK(tried.reason == Reason::value);
  CHECK(tried.message == "column v: 1234567890123456789012345678901234567.5 has more than 34 "
                         "significant digits, the most that a MongoDB decimal holds exactly");
}

TEST_CASE("a FLOAT is the double nearest its shortest decimal")
{
  CHECK(float_field(0.1F) == real("0.1"));
  CHECK(float_field(-0.1F) == real("-0.1"));
  CHECK(float_field(0.0F) == real("0.0"));
  CHECK(float_field(-0.0F) == real("-0.0"));
  CHECK(float_field(1.0F) == real("1.0"));
  CHECK(float_field(16777215.0F) == real("16777215.0"));
  CHECK(float_field(16777216.0F) == real("16777216.0"));
  CHECK(float_field(-16777216.0F) == real("-16777216.0"));
  CHECK(float_field(3.4028235e38F) == real("3.4028235e+38"));
  CHECK(float_field(1.17549435e-38F) == real("1.1754944e-38"));
  CHECK(float_field(1e-45F) == real("1e-45"));
  CHECK(float_field(12345.678F) == real("12345.678"));
  CHECK(float_field(33554432.0F) == real("33554432.0"));
}

TEST_CASE("a random FLOAT reads back as the same float and has its shortest digits")
{
  std::mt19937 random(7);
  for (int i = 0; i < 20'000; ++i) {
    auto const bits = static_cast<std::uint32_t>(random());
    float number = 0;
    std::memcpy(&number, &bits, sizeof number);
    if (!std::isfinite(number)) continue;
    // The fewest digits that read back as the same float, found by printing ever more of them.
    std::string shortest;
    for (int digits = 1; digits <= 9; ++digits) {
      shortest = fmt::format("{:.{}e}", static_cast<double>(number), digits - 1);
      if (std::strtof(shortest.c_str(), nullptr) == number) break;
    }
    auto const text = float_field(number);
    CAPTURE(shortest, text);
    auto const got =
        std::strtod(text.c_str() + std::string(R"({"$numberDouble":")").size(), nullptr);
    REQUIRE(static_cast<float>(got) == number);
    REQUIRE(fmt::format("{}", got).size() <=
            fmt::format("{}", std::strtod(shortest.c_str(), nullptr)).size());
  }
}

TEST_CASE("a DOUBLE stays as it is")
{
  Column const column{.type = ColumnType::real_double};
  auto const [number, expected] = GENERATE(table<double, std::string>({
      {0.1, "0.1"},
      {0.1 + 0.2, "0.30000000000000004"},
      {-0.0, "-0.0"},
      {9007199254740993.0, "9007199254740992.0"},
      {1.7976931348623157e308, "1.7976931348623157e+308"},
      {5e-324, "5e-324"},
  }));
  CHECK(as_field(column, real_cell(number)).value == real(expected));
}

TEST_CASE("a key of FLOAT or DOUBLE has one zero and is a number")
{
  auto const type = GENERATE(ColumnType::real_float, ColumnType::real_double);
  CHECK(as_id({.type = type}, real_cell(-0.0)).value == real("0.0"));
  CHECK(as_id({.type = type}, real_cell(0.0)).value == real("0.0"));
  CHECK(as_id({.type = type}, real_cell(-0.5)).value == real("-0.5"));
  CHECK(as_id({.type = type}, real_cell(std::nan(""))).value == "refused");
}
