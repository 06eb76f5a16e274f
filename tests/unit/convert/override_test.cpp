// columns.type: what each type may be asked to become, and which values stay out.

#include "unit/convert/one_value.hpp"

#include "core/error.hpp"

#include <catch2/catch.hpp>

using namespace mysync;
using namespace mysync::test;
using config::FieldType;
using namespace std::string_literals;

namespace {

constexpr auto least = std::numeric_limits<std::int64_t>::min();
constexpr auto most_natural = std::numeric_limits<std::uint64_t>::max();

std::string int32(std::string const& n) { return R"({"$numberInt":")" + n + "\"}"; }
std::string int64(std::string const& n) { return R"({"$numberLong":")" + n + "\"}"; }
std::string real(std::string const& n) { return R"({"$numberDouble":")" + n + "\"}"; }
std::string decimal(std::string const& n) { return R"({"$numberDecimal":")" + n + "\"}"; }
std::string date(std::string const& n) { return R"({"$date":{"$numberLong":")" + n + "\"}}"; }
std::string binary(std::string const& base64, std::string const& subtype)
{
  return R"({"$binary":{"base64":")" + base64 + R"(","subType":")" + subtype + "\"}}";
}

convert::Mapping asking(FieldType type, std::string zone = "UTC")
{
  return {.types = {{"v", type}}, .datetime_zone = std::move(zone)};
}

std::string complaint(Column column, FieldType type, bool in_key)
{
  try {
    if (in_key)
      as_id(std::move(column), bytes_cell(""), asking(type));
    else
      as_field(std::move(column), bytes_cell(""), asking(type));
  } catch (Error const& error) {
    CHECK(error.fault() == Fault::config);
    return error.what();
  }
  return "none";
}

struct Case {
  ColumnType column;
  FieldType asked;
  Cell cell;
  std::string expected; ///< or the reason of the refusal
};

void check(std::vector<Case> const& cases)
{
  for (auto const& [type, asked, cell, expected] : cases) {
    CAPTURE(static_cast<int>(type), static_cast<int>(asked), expected);
    auto const tried = as_field({.type = type}, cell, asking(asked));
    if (tried.value == "refused")
      CHECK_THAT(tried.message, Catch::EndsWith(expected));
    else
      CHECK(tried.value == expected);
  }
}

} // namespace

TEST_CASE("integers become what holds them, and nothing else")
{
  check({
      {ColumnType::tiny_int, FieldType::boolean, integer_cell(0), "false"},
      {ColumnType::tiny_int, FieldType::boolean, integer_cell(1), "true"},
      {ColumnType::tiny_int, FieldType::boolean, integer_cell(2), "is neither 0 nor 1"},
      {ColumnType::tiny_int, FieldType::boolean, integer_cell(-1), "is neither 0 nor 1"},
      {ColumnType::tiny_int, FieldType::boolean, natural_cell(1), "true"},
      {ColumnType::big_int, FieldType::int32, integer_cell(7), int32("7")},
      {ColumnType::big_int, FieldType::int32, integer_cell(2147483648),
       "the range of a MongoDB int"},
      {ColumnType::tiny_int, FieldType::int64, integer_cell(7), int64("7")},
      {ColumnType::big_int, FieldType::decimal, natural_cell(most_natural),
       decimal("18446744073709551615")},
      {ColumnType::big_int, FieldType::decimal, integer_cell(least),
       decimal("-9223372036854775808")},
      {ColumnType::big_int, FieldType::real, integer_cell(9007199254740992),
       real("9007199254740992.0")},
      {ColumnType::big_int, FieldType::real, integer_cell(9007199254740993),
       "digits that a double would change"},
      {ColumnType::big_int, FieldType::string, natural_cell(most_natural),
       "\"18446744073709551615\""},
      {ColumnType::year, FieldType::string, integer_cell(0), "\"0000\""},
      {ColumnType::year, FieldType::int64, integer_cell(1999), int64("1999")},
  });
}

TEST_CASE("bits become numbers, a bool only when they are 0 or 1")
{
  check({
      {ColumnType::bit, FieldType::boolean, bytes_cell("\0\1"s), "true"},
      {ColumnType::bit, FieldType::boolean, bytes_cell("\2"), "is neither 0 nor 1"},
      {ColumnType::bit, FieldType::int32, bytes_cell("\1\0"s), int32("256")},
      {ColumnType::bit, FieldType::int32, bytes_cell("\x80\0\0\0"s), "the range of a MongoDB int"},
      {ColumnType::bit, FieldType::int64, bytes_cell("\x80\0\0\0"s), int64("2147483648")},
      {ColumnType::bit, FieldType::int64, bytes_cell("\x80\0\0\0\0\0\0\0"s),
       "the greatest integer that MongoDB holds"},
      {ColumnType::bit, FieldType::decimal, bytes_cell("\x80\0\0\0\0\0\0\0"s),
       decimal("9223372036854775808")},
      {ColumnType::bit, FieldType::binary, bytes_cell("\0\xFF"s), binary("AP8=", "00")},
  });
}

TEST_CASE("a DECIMAL becomes another number when that has its value")
{
  check({
      {ColumnType::decimal, FieldType::int32, bytes_cell("-12.00"), int32("-12")},
      {ColumnType::decimal, FieldType::int32, bytes_cell("12.50"), "is no whole number"},
      {ColumnType::decimal, FieldType::int32, bytes_cell("2147483648"),
       "the range of a MongoDB int"},
      {ColumnType::decimal, FieldType::int64, bytes_cell("2147483648.0"), int64("2147483648")},
      {ColumnType::decimal, FieldType::int64, bytes_cell("9223372036854775808"),
       "the range of a MongoDB long"},
      {ColumnType::decimal, FieldType::real, bytes_cell("0.10"), real("0.1")},
      {ColumnType::decimal, FieldType::real, bytes_cell("0.12345678901234567890"),
       "digits that a double would change"},
      {ColumnType::decimal, FieldType::string,
       bytes_cell("0.1234567890123456789012345678901234567890"),
       "\"0.1234567890123456789012345678901234567890\""},
  });
}

TEST_CASE("a FLOAT or DOUBLE becomes its shortest decimal")
{
  check({
      {ColumnType::real_float, FieldType::decimal, real_cell(static_cast<double>(0.1F)),
       decimal("0.1")},
      {ColumnType::real_double, FieldType::decimal, real_cell(1e300), decimal("1E+300")},
      {ColumnType::real_double, FieldType::string, real_cell(-0.5), "\"-0.5\""},
      {ColumnType::real_float, FieldType::string, real_cell(static_cast<double>(0.1F)), "\"0.1\""},
  });
}

TEST_CASE("text becomes what it says, when it says it in one way")
{
  check({
      {ColumnType::text, FieldType::int32, bytes_cell("-42"), int32("-42")},
      {ColumnType::text, FieldType::int32, bytes_cell("042"), "is no whole number"},
      {ColumnType::text, FieldType::int32, bytes_cell("-0"), "is no whole number"},
      {ColumnType::text, FieldType::int32, bytes_cell("+1"), "is no whole number"},
      {ColumnType::text, FieldType::int32, bytes_cell(""), "is no whole number"},
      {ColumnType::text, FieldType::int32, bytes_cell(" 1"), "is no whole number"},
      {ColumnType::text, FieldType::int32, bytes_cell("1.0"), "is no whole number"},
      {ColumnType::text, FieldType::int32, bytes_cell("2147483648"), "the range of a MongoDB int"},
      {ColumnType::text, FieldType::int64, bytes_cell("2147483648"), int64("2147483648")},
      {ColumnType::text, FieldType::int64, bytes_cell("9223372036854775808"),
       "the range of a MongoDB long"},
      {ColumnType::text, FieldType::real, bytes_cell("1.50"), real("1.5")},
      {ColumnType::text, FieldType::real, bytes_cell("inf"), "is no number"},
      {ColumnType::text, FieldType::real, bytes_cell("9007199254740993"),
       "digits that a double would change"},
      {ColumnType::text, FieldType::decimal, bytes_cell("1.50"), decimal("1.50")},
      {ColumnType::text, FieldType::decimal, bytes_cell("1,50"), "is no number"},
      {ColumnType::text, FieldType::string, bytes_cell("x"), "\"x\""},
      {ColumnType::text, FieldType::json, bytes_cell("[true]"), "[true]"},
      {ColumnType::text, FieldType::json, bytes_cell("{"), "is not JSON"},
      {ColumnType::text, FieldType::uuid, bytes_cell("00010203-0405-0607-0809-0a0b0c0DFEFF"),
       binary("AAECAwQFBgcICQoLDA3+/w==", "04")},
      {ColumnType::text, FieldType::uuid, bytes_cell("000102030405060708090a0b0c0dfeff"),
       "is not a UUID"},
      {ColumnType::text, FieldType::uuid, bytes_cell("0001020-30405-0607-0809-0a0b0c0dfeff"),
       "is not a UUID"},
      {ColumnType::text, FieldType::uuid, bytes_cell("0001020x-0405-0607-0809-0a0b0c0dfeff"),
       "is not a UUID"},
  });
}

TEST_CASE("text becomes a date when it is one")
{
  check({
      {ColumnType::text, FieldType::date, bytes_cell("1970-01-02"), date("86400000")},
      {ColumnType::text, FieldType::date, bytes_cell("1970-01-01 00:00:01"), date("1000")},
      {ColumnType::text, FieldType::date, bytes_cell("1970-01-01T00:00:01.5"), date("1500")},
      {ColumnType::text, FieldType::date, bytes_cell("1969-12-31 23:59:59.999999"), date("-1")},
      {ColumnType::text, FieldType::date, bytes_cell("0000-00-00"), "null"},
      {ColumnType::text, FieldType::date, bytes_cell("2026-02-30"), "null"},
      {ColumnType::text, FieldType::date, bytes_cell("2026-01-01 24:00:00"), "null"},
  });
  for (auto const* text :
       {"", "today", "2026-1-1", "2026-01-01 ", "2026-01-01 00:00", "2026-01-01 00:00:00.",
        "2026-01-01 00:00:00.1234567", "2026-01-01 00:00:00Z", "+026-01-01", "2026-01-0x"}) {
    CAPTURE(text);
    auto const tried =
        as_field({.type = ColumnType::text}, bytes_cell(text), asking(FieldType::date));
    CHECK_THAT(tried.message, Catch::Contains("is no date such as"));
  }
}

TEST_CASE(
    "a date in text has the zone of DATETIME, a day alone has none, and zero dates their policy")
{
  auto mapping = asking(FieldType::date, "Europe/Berlin");
  auto const tried = [&](char const* text) {
    return as_field({.type = ColumnType::text}, bytes_cell(text), mapping);
  };
  CHECK(tried("1970-01-01 01:00:00").value == date("0"));
  CHECK(tried("1970-01-01").value == date("0"));
  CHECK(tried("0000-00-00").notes.zero_dates.at("v") == 1);
  mapping.zero_dates = config::ZeroDates::string;
  CHECK(tried("0000-00-00").value == "\"0000-00-00\"");
  mapping.zero_dates = config::ZeroDates::quarantine;
  CHECK(tried("0000-00-00").value == "refused");
}

TEST_CASE("a moment as text keeps every digit, zero dates too, whatever their policy")
{
  Time const time{.year = 2026,
                  .month = 1,
                  .day = 2,
                  .hour = 3,
                  .minute = 4,
                  .second = 5,
                  .microsecond = 678901};
  Time const day{.year = 2026, .month = 1, .day = 2};
  Time const zero;
  Column const column{.type = ColumnType::date_time, .scale = 6};
  auto mapping = asking(FieldType::string, "Europe/Berlin");
  mapping.zero_dates = config::ZeroDates::quarantine;
  CHECK(as_field(column, time_cell(time), mapping).value == "\"2026-01-02 03:04:05.678901\"");
  CHECK(as_field(column, time_cell(zero), mapping).value == "\"0000-00-00 00:00:00.000000\"");
  CHECK(as_field({.type = ColumnType::date}, time_cell(zero), mapping).value == "\"0000-00-00\"");
  CHECK(as_id(column, time_cell(zero), mapping).value == "refused");
  CHECK(as_field({.type = ColumnType::date}, time_cell(day), asking(FieldType::date)).value ==
        date("1767312000000"));
}

TEST_CASE("octets become text or a UUID when they are, others keep their own form")
{
  std::string const sixteen("\0\1\2\3\4\5\6\7\10\11\12\13\14\15\16\17", 16);
  check({
      {ColumnType::fixed_binary, FieldType::uuid, bytes_cell(sixteen),
       binary("AAECAwQFBgcICQoLDA0ODw==", "04")},
      {ColumnType::binary, FieldType::uuid, bytes_cell("short"), "is not a UUID"},
      {ColumnType::binary, FieldType::string, bytes_cell("text"), "\"text\""},
      {ColumnType::binary, FieldType::string, bytes_cell("\xFF"), "is not well-formed UTF-8"},
      {ColumnType::binary, FieldType::json, bytes_cell("[]"), "[]"},
      {ColumnType::json, FieldType::string, bytes_cell("[1.50]"), "\"[1.50]\""},
      {ColumnType::uuid, FieldType::string, bytes_cell("00010203-0405-0607-0809-0a0b0c0dfeff"),
       "\"00010203-0405-0607-0809-0a0b0c0dfeff\""},
      {ColumnType::set, FieldType::string, bytes_cell("a,b"), "\"a,b\""},
      {ColumnType::geometry, FieldType::binary, bytes_cell("\1\2"), binary("AQI=", "00")},
      {ColumnType::vector, FieldType::binary, bytes_cell("\1\2"), binary("AQI=", "00")},
  });
}

TEST_CASE("a type that makes no sense is a configuration error that names those that do")
{
  CHECK(
      complaint({.type = ColumnType::date, .declared = "date"}, FieldType::boolean, false) ==
      R"(table t: columns.type: column v is date, which "bool" makes no sense of; write "string", "date")");
  CHECK(
      complaint({.type = ColumnType::geometry, .declared = "point"}, FieldType::json, false) ==
      R"(table t: columns.type: column v is point, which "json" makes no sense of; write "binary")");
  CHECK(complaint({.type = ColumnType::set}, FieldType::int32, false) != "none");
  CHECK(complaint({.type = ColumnType::real_double}, FieldType::int32, false) != "none");
  CHECK(complaint({.type = ColumnType::text}, FieldType::binary, false) != "none");
}

TEST_CASE("in the key only what keeps rows apart makes sense")
{
  CHECK(complaint({.type = ColumnType::text}, FieldType::decimal, true) != "none");
  CHECK(complaint({.type = ColumnType::text}, FieldType::json, true) != "none");
  CHECK(complaint({.type = ColumnType::text}, FieldType::date, true) != "none");
  CHECK(complaint({.type = ColumnType::date_time, .scale = 6}, FieldType::date, true) != "none");
  CHECK(as_id({.type = ColumnType::big_int}, natural_cell(most_natural), asking(FieldType::decimal))
            .value == decimal("18446744073709551615"));
  CHECK(
      as_id({.type = ColumnType::real_double}, real_cell(-0.0), asking(FieldType::string)).value ==
      "\"0\"");
  std::string_view const capital = "00010203-0405-0607-0809-0A0B0C0DFEFF";
  Column const either{.type = ColumnType::text, .collation = "utf8mb4_general_ci"};
  Column const exact{.type = ColumnType::text, .collation = "utf8mb4_bin"};
  CHECK(as_id(either, bytes_cell(capital), asking(FieldType::uuid)).value ==
        binary("AAECAwQFBgcICQoLDA3+/w==", "04"));
  CHECK(as_id(exact, bytes_cell(capital), asking(FieldType::uuid)).value == "refused");
}
