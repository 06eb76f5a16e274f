#include "unit/convert/one_value.hpp"

#include <catch2/catch.hpp>

#include <cstring>
#include <string>

using namespace mysync;
using namespace mysync::test;
using namespace std::string_literals;

namespace {

std::string octets(auto value)
{
  std::string out(sizeof value, '\0');
  std::memcpy(out.data(), &value, sizeof value);
  return out;
}

std::string point(std::uint32_t srid)
{
  return octets(srid) + "\1\1\0\0\0"s + octets(13.5) + octets(-52.25);
}

Tried geometry(std::string_view bytes)
{
  return as_field({.type = ColumnType::geometry}, bytes_cell(bytes));
}

Tried json(std::string_view text) { return as_field({.type = ColumnType::json}, bytes_cell(text)); }

} // namespace

TEST_CASE("JSON is a native value")
{
  CHECK(json(R"({"$a.b": [1.5, "x"]})").value == R"({"$a.b":[{"$numberDouble":"1.5"},"x"]})");
  CHECK(json("null").value == "null");
}

TEST_CASE("JSON that no document holds is refused with its reason")
{
  struct Case {
    std::string text, message;
    Reason reason;
  };
  auto const [text, message, reason] = GENERATE(values<Case>({
      {"{", "column v: { is not JSON", Reason::value},
      {R"("\ud800")", "stands for no character", Reason::text},
      {R"({"\u0000":1})", "has a NUL in a key", Reason::value},
      {"1e9999", "more than 34 significant digits", Reason::value},
      {std::string(100, '[') + std::string(100, ']'), "more than 100 levels", Reason::value},
      {"\"\xFF\"", "is not well-formed UTF-8", Reason::text},
  }));
  auto const tried = json(text);
  CHECK(tried.value == "refused");
  CHECK_THAT(tried.message, Catch::Contains(message));
  CHECK(tried.reason == reason);
}

TEST_CASE("JSON in a key is its text: rows that differ keep apart")
{
  CHECK(as_id({.type = ColumnType::json}, bytes_cell("[1.50]")).value == R"("[1.50]")");
}

TEST_CASE("a geometry is GeoJSON for SRID 0 and 4326, well-known binary for others")
{
  auto const expected =
      R"({"type":"Point","coordinates":[{"$numberDouble":"13.5"},{"$numberDouble":"-52.25"}]})";
  CHECK(geometry(point(0)).value == expected);
  CHECK(geometry(point(4326)).value == expected);
  CHECK(geometry(point(3857)).value ==
        R"({"$binary":{"base64":"AQEAAAAAAAAAAAArQAAAAAAAIErA","subType":"00"}})");
}

TEST_CASE("a malformed geometry is refused")
{
  for (auto const& bytes : {""s, "\0\0\0"s, point(0).substr(0, 24), point(4326) + "x"}) {
    auto const tried = geometry(bytes);
    CHECK(tried.value == "refused");
    CHECK_THAT(tried.message, Catch::Contains("is not well-known binary"));
  }
}

TEST_CASE("a vector is an array of doubles, each the shortest decimal of its float")
{
  Column const column{.type = ColumnType::vector};
  CHECK(as_field(column, bytes_cell(octets(0.1F) + octets(-2.0F))).value ==
        R"([{"$numberDouble":"0.1"},{"$numberDouble":"-2.0"}])");
  CHECK(as_field(column, bytes_cell("")).value == "[]");
  CHECK(as_field(column, bytes_cell("\0\0\0"s)).value == "refused");
}
