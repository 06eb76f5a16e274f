#include "mongo/document.hpp"

#include "core/error.hpp"
#include "support/bson_text.hpp"

#include <catch2/catch.hpp>

using namespace mysync;
using namespace mysync::mongo;
using namespace std::chrono_literals;

namespace {

std::string text_of(bson_t const& document)
{
  return test::bson_text({bson_get_data(&document), document.len});
}

Bson sample()
{
  return Builder()
      .add("text", "a")
      .add("number", 5)
      .add("real", 2.75)
      .add("flag", true)
      .add("time", TimePoint(1'500ms))
      .add_null("nothing")
      .add("inner", Builder().add("deep", Builder().add("text", "b").take()).take())
      .add_array("list", Builder().add("0", "x").add("1", "y").take())
      .take();
}

} // namespace

TEST_CASE("each kind of value is written as its BSON type")
{
  Bson const array = Builder().add("0", 1).add("1", "x").take();
  Bson const document = Builder()
                            .add("literal", "a")
                            .add("string", std::string("b\0c", 3))
                            .add("view", std::string_view("déjà"))
                            .add("int", 5)
                            .add("int64", std::int64_t{-5'000'000'000})
                            .add("uint64", std::uint64_t{7})
                            .add("double", 0.5)
                            .add("yes", true)
                            .add("no", false)
                            .add("time", TimePoint(-1'500'001us))
                            .add_null("null")
                            .add_binary("octets", std::string_view("\x00\xff", 2))
                            .add_array("array", array)
                            .add("document", Builder().take())
                            .take();
  CHECK(
      text_of(*document.get()) ==
      R"({"literal":"a","string":"b\u0000c","view":"déjà","int":{"$numberLong":"5"},)"
      R"("int64":{"$numberLong":"-5000000000"},"uint64":{"$numberLong":"7"},"double":{"$numberDouble":"0.5"},)"
      R"("yes":true,"no":false,"time":{"$date":{"$numberLong":"-1501"}},"null":null,)"
      R"("octets":{"$binary":{"base64":"AP8=","subType":"00"}},)"
      R"("array":[{"$numberLong":"1"},"x"],"document":{}})");
}

TEST_CASE("an element of another document keeps its value under its new name")
{
  Bson const from = Builder().add("a", 1).add_binary("b", "zz").take();
  bson_iter_t at;
  REQUIRE(find_at(*from.get(), "b", at));
  Bson const to = Builder().add_element("c", at).take();
  CHECK(text_of(*to.get()) == R"({"c":{"$binary":{"base64":"eno=","subType":"00"}}})");
}

TEST_CASE("values are found by dotted path")
{
  Bson const document = sample();
  CHECK(text_at(*document.get(), "text") == "a");
  CHECK(number_at(*document.get(), "number") == 5);
  CHECK(real_at(*document.get(), "real") == 2.75);
  CHECK(flag_at(*document.get(), "flag") == true);
  CHECK(time_at(*document.get(), "time") == TimePoint(1'500ms));
  CHECK(text_at(*document.get(), "inner.deep.text") == "b");
  CHECK(text_at(*document.get(), "list.1") == "y");
  CHECK(number_at(*document.get(), "real") == 2);
  CHECK(real_at(*document.get(), "number") == 5);
}

TEST_CASE("what is absent, null or of another type is nothing")
{
  Bson const document = sample();
  for (auto const* const path : {"absent", "nothing", "inner", "inner.deep", "inner.absent.text",
                                 "text.text", "list.2", ""}) {
    CAPTURE(path);
    CHECK_FALSE(text_at(*document.get(), path));
    CHECK_FALSE(number_at(*document.get(), path));
    CHECK_FALSE(real_at(*document.get(), path));
    CHECK_FALSE(flag_at(*document.get(), path));
    CHECK_FALSE(time_at(*document.get(), path));
  }
  CHECK_FALSE(text_at(*document.get(), "number"));
  CHECK_FALSE(number_at(*document.get(), "text"));
  CHECK_FALSE(flag_at(*document.get(), "number"));
  CHECK_FALSE(time_at(*document.get(), "number"));
}

TEST_CASE("octets are viewed as a document only when their size is theirs")
{
  Bson const document = sample();
  auto const* const data = bson_get_data(document.get());
  CHECK(text_at(View(data, document.get()->len).get(), "text") == "a");
  CHECK_THROWS_AS(View(data, document.get()->len - 1), Error);
  CHECK_THROWS_AS(View(data, 4), Error);
}

TEST_CASE("one element can be looked at as a document")
{
  std::vector<std::uint8_t> const element{0x10, '_', 'i', 'd', 0, 5, 0, 0, 0};
  CHECK(text_of(ElementDocument(element).get()) == R"({"_id":{"$numberInt":"5"}})");
}
