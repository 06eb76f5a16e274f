#include "core/position.hpp"
#include "support/cells.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <limits>

using namespace mysync;
using namespace mysync::test;

namespace {

std::string text_of(ColumnType type, Cell const& cell, unsigned scale = 0)
{
  auto const value = position_value({.type = type, .scale = scale}, cell);
  CHECK(value.kind == PositionValue::Kind::text);
  return value.value;
}

} // namespace

TEST_CASE("a number's position is its exact text")
{
  CHECK(text_of(ColumnType::big_int, integer_cell(std::numeric_limits<std::int64_t>::min())) ==
        "-9223372036854775808");
  CHECK(text_of(ColumnType::big_int, natural_cell(std::numeric_limits<std::uint64_t>::max())) ==
        "18446744073709551615");
  CHECK(text_of(ColumnType::decimal, bytes_cell("-0.10")) == "-0.10");
  CHECK(text_of(ColumnType::bit, bytes_cell(std::string_view("\x01\x00", 2))) == "256");
  CHECK(text_of(ColumnType::year, integer_cell(0)) == "0000");
  CHECK(text_of(ColumnType::year, natural_cell(2026)) == "2026");
}

TEST_CASE("a FLOAT or DOUBLE position reads back as the same number")
{
  CHECK(text_of(ColumnType::real_float, real_cell(0.1F)) == "0.1");
  CHECK(text_of(ColumnType::real_double, real_cell(0.1)) == "0.1");
  CHECK(text_of(ColumnType::real_float, real_cell(16777216.0F)) == "16777216");
  for (double const number : {0.1 + 0.2, 5e-324, 1.7976931348623157e308, -1.0 / 3}) {
    CAPTURE(number);
    CHECK(std::strtod(text_of(ColumnType::real_double, real_cell(number)).c_str(), nullptr) ==
          number);
  }
}

TEST_CASE("a time's position has the column's own precision")
{
  Time const moment{.year = 2026,
                    .month = 1,
                    .day = 2,
                    .hour = 3,
                    .minute = 4,
                    .second = 5,
                    .microsecond = 60'708};
  CHECK(text_of(ColumnType::date, time_cell(moment)) == "2026-01-02");
  CHECK(text_of(ColumnType::date_time, time_cell(moment), 0) == "2026-01-02 03:04:05");
  CHECK(text_of(ColumnType::timestamp, time_cell(moment), 1) == "2026-01-02 03:04:05.0");
  CHECK(text_of(ColumnType::timestamp, time_cell(moment), 2) == "2026-01-02 03:04:05.06");
  CHECK(text_of(ColumnType::date_time, time_cell(moment), 6) == "2026-01-02 03:04:05.060708");
  CHECK(text_of(ColumnType::time, time_cell(moment), 3) == "03:04:05.060");
}

TEST_CASE("the ends of every time range have their text")
{
  CHECK(time_text({.hour = 838, .minute = 59, .second = 59, .microsecond = 6, .negative = true},
                  6) == "-838:59:59.000006");
  CHECK(time_text({.hour = 7}, 0) == "07:00:00");
  CHECK(time_text({.hour = 100}, 0) == "100:00:00");
  CHECK(date_text({}) == "0000-00-00");
  CHECK(date_text({.year = 9999, .month = 12, .day = 31}) == "9999-12-31");
  CHECK(date_time_text({.year = 1, .month = 1, .day = 1, .microsecond = 999'999}, 6) ==
        "0001-01-01 00:00:00.999999");
  CHECK(date_time_text({.microsecond = 999'999}, 2) == "0000-00-00 00:00:00.99");
  constexpr auto most = std::numeric_limits<std::uint32_t>::max();
  Time const nonsense{std::numeric_limits<std::int32_t>::min(), most, most, most, most, most, most};
  CHECK(date_time_text(nonsense, 9).starts_with("-2147483648-4294967295-4294967295 4294967295:"));
}

TEST_CASE("text and octets are told apart, and NULL from both")
{
  auto const kind = [](ColumnType type) {
    return position_value({.type = type}, bytes_cell("x")).kind;
  };
  for (auto const type : {ColumnType::fixed_text, ColumnType::text, ColumnType::enumeration,
                          ColumnType::set, ColumnType::json, ColumnType::uuid, ColumnType::inet6})
    CHECK(kind(type) == PositionValue::Kind::text);
  for (auto const type : {ColumnType::fixed_binary, ColumnType::binary, ColumnType::geometry,
                          ColumnType::vector, ColumnType::unknown})
    CHECK(kind(type) == PositionValue::Kind::bytes);
  CHECK(position_value({.type = ColumnType::text}, {}) == PositionValue{});
  CHECK(position_value({.type = ColumnType::text}, bytes_cell("")) ==
        PositionValue{PositionValue::Kind::text, ""});
}

TEST_CASE("a position holds the order columns in their order")
{
  Column const id{.name = "id", .type = ColumnType::integer};
  Column const name{.name = "name", .type = ColumnType::text};
  std::array<Column const*, 2> const columns{&id, &name};
  std::array<Cell, 2> const row{integer_cell(7), bytes_cell("seven")};
  std::array<std::size_t, 2> const order{1, 0};
  auto const position = position_of(columns, row, order);
  REQUIRE(position.size() == 2);
  CHECK(position[0].value == "seven");
  CHECK(position[1].value == "7");
}
