#include "sync/typed_key.hpp"

#include "core/error.hpp"

#include <catch2/catch.hpp>

using namespace mysync;
using namespace mysync::sync;

namespace {

using Texts = std::vector<std::string>;

Column column(ColumnType type, bool is_unsigned = false)
{
  Column one;
  one.name = "k";
  one.type = type;
  one.declared = "declared";
  one.is_unsigned = is_unsigned;
  return one;
}

/// The parts of every key of a list, for columns of these types.
std::vector<Texts> parts(std::string const& list, std::vector<Column> const& columns)
{
  std::vector<Column const*> key;
  for (auto const& one : columns) key.push_back(&one);
  std::vector<Texts> all;
  for (auto const& typed : typed_keys(list)) {
    Texts texts;
    for (auto const& value : key_position(typed, key)) texts.push_back(value.value);
    all.push_back(std::move(texts));
  }
  return all;
}

} // namespace

TEST_CASE("keys are parted by commas, their parts by slashes, and quotes keep both")
{
  auto const text = column(ColumnType::text);
  auto const number = column(ColumnType::integer);
  CHECK(parts("1,2,3", {number}) == std::vector<Texts>{{"1"}, {"2"}, {"3"}});
  CHECK(parts("7/1,8/2", {number, number}) == std::vector<Texts>{{"7", "1"}, {"8", "2"}});
  CHECK(parts(R"("a,b"/1)", {text, number}) == std::vector<Texts>{{"a,b", "1"}});
  CHECK(parts(R"("a/b"/1,c/2)", {text, number}) == std::vector<Texts>{{"a/b", "1"}, {"c", "2"}});
  CHECK(parts(R"("a \"b\" \\ c")", {text}) == std::vector<Texts>{{R"(a "b" \ c)"}});
  CHECK(parts("a/b", {text}) == std::vector<Texts>{{"a/b"}});
  CHECK(parts("1/a/b", {number, text}) == std::vector<Texts>{{"1", "a/b"}}); // the last takes all
  CHECK(parts(R"(""/1)", {text, number}) == std::vector<Texts>{{"", "1"}});
}

TEST_CASE("what is no list of keys, or no value of the column, is refused")
{
  auto const number = column(ColumnType::integer);
  for (auto const* list : {"", "1,,2", "1,", R"("1)"}) {
    CAPTURE(list);
    CHECK_THROWS_AS(typed_keys(list), Error);
  }
  for (auto const* list : {"x", "5x", "1.5", "1e3", "99999999999999999999"}) {
    CAPTURE(list);
    CHECK_THROWS_AS(parts(list, {number}), Error);
  }
  CHECK_THROWS_AS(parts("7", {number, number}), Error);
  CHECK_THROWS_AS(parts("yesterday", {column(ColumnType::date)}), Error);
}

TEST_CASE("times are taken as they are shown, octets in hexadecimal digits")
{
  auto const values = [](ColumnType type, std::string const& list) {
    return parts(list, {column(type)}).front().front();
  };
  CHECK(values(ColumnType::date, "2026-01-02T00:00:00.000Z") == "2026-01-02");
  CHECK(values(ColumnType::date_time, "2026-01-02 03:04:05") == "2026-01-02 03:04:05.000000");
  CHECK(values(ColumnType::binary, "0x6100") == std::string("a\0", 2));
  CHECK(values(ColumnType::binary, "0x6") == "0x6");
}

TEST_CASE("a typed value becomes the cell that it would have come as")
{
  auto const made = [](Column const& of, std::string const& text, TypedCell& cell) {
    return cell.make(of, {PositionValue::Kind::text, text});
  };
  TypedCell number;
  REQUIRE(made(column(ColumnType::big_int, true), "18446744073709551615", number));
  CHECK(number.cell().natural == 18446744073709551615U);
  TypedCell moment;
  REQUIRE(made(column(ColumnType::date_time), "1969-12-31 23:59:59.500000", moment));
  CHECK(*moment.cell().time == Time{.year = 1969,
                                    .month = 12,
                                    .day = 31,
                                    .hour = 23,
                                    .minute = 59,
                                    .second = 59,
                                    .microsecond = 500000});
  TypedCell none;
  CHECK_FALSE(made(column(ColumnType::geometry), "POINT(1 1)", none));
}
