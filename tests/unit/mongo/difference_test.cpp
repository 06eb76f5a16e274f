#include "mongo/difference.hpp"

#include "mongo/document.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace mysync;
using namespace mysync::mongo;

namespace {

Bson parsed(std::string const& json)
{
  bson_error_t error;
  Bson document(bson_new_from_json(reinterpret_cast<std::uint8_t const*>(json.data()),
                                   static_cast<ssize_t>(json.size()), &error));
  INFO(json);
  REQUIRE(document.get() != nullptr);
  return document;
}

std::span<std::uint8_t const> octets(Bson const& document)
{
  return {bson_get_data(document.get()), document.get()->len};
}

/// "field: source | target" for each difference, a dash for what a side does not have.
std::vector<std::string> found(std::string const& source, std::string const& target,
                               FieldOrder order = FieldOrder::ignored, std::size_t most = 10)
{
  auto const one = parsed(source);
  auto const other = parsed(target);
  std::vector<std::string> lines;
  for (auto const& each : differences(octets(one), octets(other), order, most))
    lines.push_back(fmt::format("{}: {} | {}", each.field, each.source.value_or("-"),
                                each.target.value_or("-")));
  CHECK(same(octets(one), octets(other), order) == lines.empty());
  return lines;
}

} // namespace

TEST_CASE("documents differ in values, types and fields, each named by its path")
{
  struct Case {
    char const *source, *target;
    std::vector<std::string> expected;
  };
  std::vector<Case> const cases{
      {R"({"_id":1,"a":1})", R"({"_id":1,"a":1})", {}},
      {R"({"_id":1,"a":1})", R"({"_id":{"$numberLong":"1"},"a":1})", {}}, // ids are one by value
      {R"({"a":1,"b":2})", R"({"b":2,"a":1})", {}},
      {R"({"a":1})",
       R"({"a":{"$numberLong":"1"}})",
       {R"(a: { "$numberInt" : "1" } | { "$numberLong" : "1" })"}},
      {R"({"a":{"$numberDecimal":"1.0"}})",
       R"({"a":{"$numberDecimal":"1.00"}})",
       {R"(a: { "$numberDecimal" : "1.0" } | { "$numberDecimal" : "1.00" })"}},
      {R"({"a":{"$numberDouble":"5.0"}})",
       R"({"a":{"$numberDouble":"0.1"}})",
       {R"(a: { "$numberDouble" : "5.0" } | { "$numberDouble" : "0.1" })"}},
      {R"({"a":null})", R"({})", {"a: null | -"}},
      {R"({})", R"({"a":null})", {"a: - | null"}},
      {R"({"m":{"t":["a","c"]}})", R"({"m":{"t":["b","c"]}})", {R"(m.t[0]: "a" | "b")"}},
      {R"({"t":["a"]})", R"({"t":["a","b"]})", {R"(t[1]: - | "b")"}},
      {R"({"t":["a","b"]})", R"({"t":["b","a"]})", {R"(t[0]: "a" | "b")", R"(t[1]: "b" | "a")"}},
      {R"({"m":{"x":1}})", R"({"m":["1"]})", {R"(m: { "x" : { "$numberInt" : "1" } } | [ "1" ])"}},
      {R"({"m":{"x":1,"y":2}})", R"({"m":{"y":2,"x":1}})", {}},
  };
  for (auto const& [source, target, expected] : cases) {
    CAPTURE(source, target);
    CHECK(found(source, target) == expected);
  }
}

TEST_CASE("the order of fields is a difference when it is asked for")
{
  CHECK(found(R"({"_id":1,"a":1,"b":2})", R"({"b":2,"_id":1,"a":1})", FieldOrder::compared) ==
        std::vector<std::string>{R"((order): ["a", "b"] | ["b", "a"])"});
  CHECK(found(R"({"m":{"x":1,"y":2}})", R"({"m":{"y":2,"x":1}})", FieldOrder::compared) ==
        std::vector<std::string>{R"(m(order): ["x", "y"] | ["y", "x"])"});
  CHECK(found(R"({"a":1,"b":2})", R"({"a":1,"b":2})", FieldOrder::compared).empty());
}

TEST_CASE("a field that stands twice in the target is a difference")
{
  Bson const twice = Builder().add("a", "x").add("a", "x").take();
  Bson const once = Builder().add("a", "x").take();
  CHECK_FALSE(same(octets(once), octets(twice), FieldOrder::ignored));
}

TEST_CASE("no more differences than asked for, and no more of a value than is worth showing")
{
  CHECK(found(R"({"a":1,"b":1,"c":1})", R"({"a":2,"b":2,"c":2})", FieldOrder::ignored, 2).size() ==
        2);
  std::string const wide(5000, 'x');
  auto const lines = found(fmt::format(R"({{"a":"{}é"}})", wide), R"({"a":1})");
  REQUIRE(lines.size() == 1);
  CHECK(lines[0].size() < 2100);
}
