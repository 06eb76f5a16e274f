#include "mysql/parameters.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <cstring>
#include <string_view>

using namespace mysync;
using namespace mysync::mysql;

namespace {

Column column(ColumnType type, bool is_unsigned = false)
{
  Column made;
  made.name = "c";
  made.declared = "its type";
  made.type = type;
  made.is_unsigned = is_unsigned;
  return made;
}

PositionValue text(std::string value) { return {PositionValue::Kind::text, std::move(value)}; }

template <class T> T read(MYSQL_BIND const& bind)
{
  T value;
  std::memcpy(&value, bind.buffer, sizeof value);
  return value;
}

std::string_view bytes(MYSQL_BIND const& bind)
{
  return {static_cast<char const*>(bind.buffer), *bind.length};
}

} // namespace

TEST_CASE("dates and times are parsed as the server writes them, impossible ones included")
{
  struct {
    char const* text;
    ColumnType type;
    unsigned year, month, day, hour, minute, second;
    unsigned long microsecond;
    bool negative;
  } const table[] = {
      {"2026-01-02", ColumnType::date, 2026, 1, 2, 0, 0, 0, 0, false},
      {"0000-00-00", ColumnType::date, 0, 0, 0, 0, 0, 0, 0, false},
      {"2026-01-02 03:04:05", ColumnType::date_time, 2026, 1, 2, 3, 4, 5, 0, false},
      {"2026-01-02 03:04:05.000006", ColumnType::timestamp, 2026, 1, 2, 3, 4, 5, 6, false},
      {"2026-01-02 03:04:05.5", ColumnType::date_time, 2026, 1, 2, 3, 4, 5, 500000, false},
      {"2010-02-31 00:00:00.120", ColumnType::date_time, 2010, 2, 31, 0, 0, 0, 120000, false},
      {"9999-12-31 23:59:59.999999", ColumnType::date_time, 9999, 12, 31, 23, 59, 59, 999999,
       false},
      {"2026-01-02", ColumnType::date_time, 2026, 1, 2, 0, 0, 0, 0, false},
      {"01:02:03", ColumnType::time, 0, 0, 0, 1, 2, 3, 0, false},
      {"-838:59:59.000000", ColumnType::time, 0, 0, 34, 22, 59, 59, 0, true},
      {"25:00:00.10", ColumnType::time, 0, 0, 1, 1, 0, 0, 100000, false},
      {"-00:00:01", ColumnType::time, 0, 0, 0, 0, 0, 1, 0, true},
  };
  for (auto const& expected : table) {
    INFO(expected.text);
    auto const time = parse_time(expected.text, expected.type);
    REQUIRE(time);
    CHECK(time->year == expected.year);
    CHECK(time->month == expected.month);
    CHECK(time->day == expected.day);
    CHECK(time->hour == expected.hour);
    CHECK(time->minute == expected.minute);
    CHECK(time->second == expected.second);
    CHECK(time->second_part == expected.microsecond);
    CHECK((time->neg != 0) == expected.negative);
  }
}

TEST_CASE("what is no date or time is refused")
{
  for (char const* const wrong :
       {"", "x", "2026", "2026-01", "2026-01-02T03:04:05", "2026-01-02 ", "2026-01-02 03:04",
        "2026-01-02 03:04:05.", "2026-01-02 03:04:05.1234567", "2026-01-02 03:04:05Z"}) {
    INFO(wrong);
    CHECK_FALSE(parse_time(wrong, ColumnType::date_time));
  }
  for (char const* const wrong : {"", "12", "12:30", "--12:30:00", "2026-01-02"}) {
    INFO(wrong);
    CHECK_FALSE(parse_time(wrong, ColumnType::time));
  }
}

TEST_CASE("numbers are bound as numbers, with their column's sign")
{
  auto const signed_column = column(ColumnType::big_int);
  auto const unsigned_column = column(ColumnType::big_int, true);
  auto const year = column(ColumnType::year);
  auto const bits = column(ColumnType::bit);
  Parameters parameters({{&signed_column, text("-9223372036854775808")},
                         {&unsigned_column, text("18446744073709551615")},
                         {&year, text("0000")},
                         {&bits, text("18446744073709551615")}});
  auto const* const binds = parameters.binds();
  REQUIRE(parameters.size() == 4);
  CHECK(read<std::int64_t>(binds[0]) == INT64_MIN);
  CHECK(binds[0].is_unsigned == 0);
  CHECK(read<std::uint64_t>(binds[1]) == UINT64_MAX);
  CHECK(binds[1].is_unsigned == 1);
  CHECK(read<std::int64_t>(binds[2]) == 0);
  CHECK(read<std::uint64_t>(binds[3]) == UINT64_MAX);
  CHECK(binds[3].is_unsigned == 1);
  for (int i = 0; i < 4; ++i) CHECK(binds[i].buffer_type == MYSQL_TYPE_LONGLONG);
}

TEST_CASE("a FLOAT is bound as the double that its float is")
{
  auto const single = column(ColumnType::real_float);
  auto const real = column(ColumnType::real_double);
  Parameters parameters({{&single, text("0.1")}, {&real, text("0.1")}, {&real, text("-0")}});
  CHECK(parameters.binds()[0].buffer_type == MYSQL_TYPE_DOUBLE);
  CHECK(read<double>(parameters.binds()[0]) == static_cast<double>(0.1F));
  CHECK(read<double>(parameters.binds()[1]) == 0.1);
  CHECK(std::signbit(read<double>(parameters.binds()[2])));
}

TEST_CASE("digits, text and octets are bound as what they are")
{
  struct {
    ColumnType type;
    enum_field_types bound_as;
  } const table[] = {
      {ColumnType::decimal, MYSQL_TYPE_NEWDECIMAL}, {ColumnType::fixed_text, MYSQL_TYPE_STRING},
      {ColumnType::text, MYSQL_TYPE_STRING},        {ColumnType::enumeration, MYSQL_TYPE_STRING},
      {ColumnType::set, MYSQL_TYPE_STRING},         {ColumnType::uuid, MYSQL_TYPE_STRING},
      {ColumnType::inet4, MYSQL_TYPE_STRING},       {ColumnType::inet6, MYSQL_TYPE_STRING},
      {ColumnType::fixed_binary, MYSQL_TYPE_BLOB},  {ColumnType::binary, MYSQL_TYPE_BLOB},
  };
  for (auto const& [type, bound_as] : table) {
    auto const its_column = column(type);
    std::vector<Parameter> const values{{&its_column, text("12.50")}};
    Parameters parameters(values);
    CHECK(parameters.binds()[0].buffer_type == bound_as);
    CHECK(bytes(parameters.binds()[0]) == "12.50");
  }
}

TEST_CASE("a null is bound as null")
{
  auto const any = column(ColumnType::integer);
  Parameters parameters({{&any, PositionValue{}}});
  CHECK(parameters.binds()[0].buffer_type == MYSQL_TYPE_NULL);
}

TEST_CASE("a text that is no value of its column is refused with both named")
{
  struct {
    ColumnType type;
    char const* text;
  } const table[] = {
      {ColumnType::integer, "12x"},
      {ColumnType::integer, ""},
      {ColumnType::big_int, "9223372036854775808"},
      {ColumnType::real_double, "1,5"},
      {ColumnType::timestamp, "now"},
      {ColumnType::time, "12"},
  };
  for (auto const& row : table) {
    INFO(row.text);
    auto const its_column = column(row.type);
    auto const bind = [&] { Parameters({{&its_column, text(row.text)}}); };
    CHECK_THROWS_WITH(bind(), std::string("column c: '") + row.text +
                                  "' is not a value of its type, its type");
  }
}
