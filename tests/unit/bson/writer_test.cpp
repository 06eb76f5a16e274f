#include "bson/writer.hpp"
#include "support/bson_text.hpp"

#include <catch2/catch.hpp>

#include <limits>
#include <string>
#include <vector>

using namespace mysync::bson;
using mysync::test::bson_text;

namespace {

template <class Fill> std::vector<std::uint8_t> written(std::size_t room, Fill const& fill)
{
  std::vector<std::uint8_t> out;
  Writer writer(out, room);
  auto const document = writer.begin_document();
  fill(writer);
  writer.end(document);
  writer.finish();
  return out;
}

} // namespace

TEST_CASE("a document has the octets of the BSON specification")
{
  auto const out = written(0, [](Writer& writer) { writer.text(Field("hello"), "world"); });
  std::string const expected("\x16\x00\x00\x00\x02hello\x00\x06\x00\x00\x00world\x00\x00", 22);
  CHECK(std::string(out.begin(), out.end()) == expected);
}

TEST_CASE("every kind of value is written as its type")
{
  auto const out = written(0, [](Writer& writer) {
    writer.int32(Field("a"), std::numeric_limits<std::int32_t>::min());
    writer.int64(Field("b"), std::numeric_limits<std::int64_t>::max());
    writer.real(Field("c"), 0.1);
    writer.boolean(Field("d"), true);
    writer.boolean(Field("e"), false);
    writer.null(Field("f"));
    writer.date(Field("g"), -1);
    writer.text(Field("h"), std::string_view("a\0b", 3));
    writer.binary(Field("i"), Subtype::uuid, std::string_view("\0\xff", 2));
    writer.decimal(Field("j"), {.low = 15, .high = 0x303E000000000000});
    auto const array = writer.begin_array(Field("k"));
    writer.text("0", "");
    auto const inner = writer.begin_document("1");
    writer.null("x");
    writer.end(inner);
    writer.end(array);
  });
  CHECK(
      bson_text(out) ==
      R"({"a":{"$numberInt":"-2147483648"},"b":{"$numberLong":"9223372036854775807"},)"
      R"("c":{"$numberDouble":"0.1"},"d":true,"e":false,"f":null,"g":{"$date":{"$numberLong":"-1"}},)"
      R"("h":"a\u0000b","i":{"$binary":{"base64":"AP8=","subType":"04"}},)"
      R"("j":{"$numberDecimal":"1.5"},"k":["",{"x":null}]})");
}

TEST_CASE("a name of any length stands whole in front of its value")
{
  auto const length = GENERATE(1U, 29U, 30U, 31U, 32U, 33U, 63U, 192U, 1000U);
  CAPTURE(length);
  std::string const name(length, 'n');
  auto const out = written(0, [&](Writer& writer) {
    writer.int32(Field(name), 1);
    writer.null(Field(name));
  });
  CHECK(bson_text(out) == "{\"" + name + "\":{\"$numberInt\":\"1\"},\"" + name + "\":null}");
}

TEST_CASE("values larger than the room made for them are whole")
{
  auto const size = GENERATE(0U, 1U, 255U, 256U, 257U, 100'000U, 3'000'000U);
  auto const room = GENERATE(0U, 7U, 4096U);
  std::string const value(size, 'x');
  auto const out = written(room, [&](Writer& writer) {
    for (char const* name : {"a", "b", "c"}) writer.text(Field(name), value);
  });
  CHECK(bson_text(out) ==
        "{\"a\":\"" + value + "\",\"b\":\"" + value + "\",\"c\":\"" + value + "\"}");
}

TEST_CASE("documents stand end to end, and one that is not finished leaves nothing behind")
{
  std::vector<std::uint8_t> out;
  for (int i = 0; i < 3; ++i) {
    Writer writer(out, 16);
    auto const document = writer.begin_document();
    writer.int32(Field("i"), i);
    writer.text(Field("t"), std::string(1000, 't'));
    writer.end(document);
    if (i != 1) writer.finish();
  }
  REQUIRE(out.size() % 2 == 0);
  auto const both = std::span<std::uint8_t const>(out);
  CHECK(bson_text(both.first(out.size() / 2)).starts_with(R"({"i":{"$numberInt":"0"})"));
  CHECK(bson_text(both.subspan(out.size() / 2)).starts_with(R"({"i":{"$numberInt":"2"})"));
}

TEST_CASE("the reader of these tests notices octets that are not BSON")
{
  auto const good = written(0, [](Writer& writer) { writer.text(Field("a"), "b"); });
  for (std::size_t i = 0; i < good.size(); ++i) {
    if (good[i] == 'a' || good[i] == 'b') continue; // any other letter is as good
    auto bad = good;
    bad[i] ^= 0x40U;
    CAPTURE(i);
    CHECK_THROWS(bson_text(bad));
  }
  CHECK_THROWS(bson_text(std::span(good).first(good.size() - 1)));
}
