#include "bson/json.hpp"
#include "support/bson_text.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace mysync::bson;
using mysync::test::bson_text;

namespace {

struct Written {
  JsonResult result;
  std::string value; ///< canonical Extended JSON; empty when it was not written
};

Written written(Json& json, std::string_view text)
{
  std::vector<std::uint8_t> out;
  Writer writer(out, 0);
  auto const document = writer.begin_document();
  auto const result = json.write(Field("v"), text, writer);
  if (result != JsonResult::written) return {result, ""};
  writer.int32("after", 1);
  writer.end(document);
  writer.finish();
  auto const all = bson_text(out);
  constexpr std::string_view before = R"({"v":)";
  constexpr std::string_view after = R"(,"after":{"$numberInt":"1"}})";
  REQUIRE(all.starts_with(before));
  REQUIRE(all.ends_with(after));
  return {result, all.substr(before.size(), all.size() - before.size() - after.size())};
}

Written written(std::string_view text)
{
  Json json;
  return written(json, text);
}

std::string number(int value) { return R"({"$numberInt":")" + std::to_string(value) + "\"}"; }

std::string nested(std::size_t levels)
{
  return std::string(levels, '[') + std::string(levels, ']');
}

struct Case {
  std::string text, expected;
};

} // namespace

TEST_CASE("JSON of every kind is a native value, alone as well as inside")
{
  auto const [text, expected] = GENERATE(values<Case>({
      {"null", "null"},
      {"true", "true"},
      {"false", "false"},
      {"7", number(7)},
      {R"("")", R"("")"},
      {R"("a b")", R"("a b")"},
      {"[]", "[]"},
      {"{}", "{}"},
      {" \t\r\n [ ] ", "[]"},
      {R"([null,true,[],{}])", "[null,true,[],{}]"},
      {R"({"a":{"b":[1,{"c":"d"}]}})", R"({"a":{"b":[)" + number(1) + R"(,{"c":"d"}]}})"},
  }));
  CAPTURE(text);
  CHECK(written(text).value == expected);
  CHECK(written("[" + text + "]").value == "[" + expected + "]");
  CHECK(written(R"({"k" : )" + text + "}").value == R"({"k":)" + expected + "}");
}

TEST_CASE("keys are kept as they are")
{
  auto const [text, expected] = GENERATE(values<Case>({
      {R"({"$date":1})", R"({"$date":)" + number(1) + "}"},
      {R"({"$numberInt":"1"})", R"({"$numberInt":"1"})"},
      {R"({"a.b":1,"":2," ":3})",
       R"({"a.b":)" + number(1) + R"(,"":)" + number(2) + R"(," ":)" + number(3) + "}"},
      {R"({"\u0061":1})", R"({"a":)" + number(1) + "}"},
      {R"({"_id":1})", R"({"_id":)" + number(1) + "}"},
  }));
  CHECK(written(text).value == expected);
}

TEST_CASE("of equal keys the last stays, at its place")
{
  auto const [text, expected] = GENERATE(values<Case>({
      {R"({"a":1,"a":2})", R"({"a":)" + number(2) + "}"},
      {R"({"a":1,"b":2,"a":3})", R"({"b":)" + number(2) + R"(,"a":)" + number(3) + "}"},
      {R"({"a":1,"\u0061":[1,2,3],"b":0})",
       R"({"a":[)" + number(1) + "," + number(2) + "," + number(3) + R"(],"b":)" + number(0) + "}"},
      {R"({"":1,"":2})", R"({"":)" + number(2) + "}"},
      {R"({"a":{"a":1,"a":2},"a":{"b":1,"b":2}})", R"({"a":{"b":)" + number(2) + "}}"},
      {R"([{"a":1,"a":2},{"a":3}])", R"([{"a":)" + number(2) + R"(},{"a":)" + number(3) + "}]"},
  }));
  CAPTURE(text);
  CHECK(written(text).value == expected);
}

TEST_CASE("equal keys are found among many too")
{
  std::string text = "{", expected = "{";
  for (int i = 0; i < 100; ++i)
    text += "\"k" + std::to_string(i % 70) + "\":" + std::to_string(i) + ",";
  text.back() = '}';
  for (int i = 30; i < 100; ++i)
    expected += "\"k" + std::to_string(i % 70) + "\":" + number(i) + ",";
  expected.back() = '}';
  CHECK(written(text).value == expected);
}

TEST_CASE("text is decoded, whatever it holds")
{
  auto const [text, expected] = GENERATE(values<Case>({
      {R"("\"\\\/\b\f\n\r\t")", R"("\"\\/\u0008\u000c\u000a\u000d\u0009")"},
      {R"("\u00e4\ud83d\ude00")", R"("ä😀")"},
      {R"("ä😀")", R"("ä😀")"},
      {R"("\u0000")", R"("\u0000")"},
      {R"("\ud7ff\ue000")", "\"\xED\x9F\xBF\xEE\x80\x80\""},
  }));
  CHECK(written(text).value == expected);
}

TEST_CASE("what no document holds is refused with its reason")
{
  struct Bad {
    std::string text;
    JsonResult result;
  };
  auto const [text, result] = GENERATE(values<Bad>({
      {R"("\ud800")", JsonResult::bad_escape},
      {R"("\ud800x")", JsonResult::bad_escape},
      {R"("\udc00")", JsonResult::bad_escape},
      {R"({"\udfff":1})", JsonResult::bad_escape},
      {R"("\ud800\ud800")", JsonResult::bad_escape},
      {R"("\x")", JsonResult::bad_escape},
      {R"("\u12")", JsonResult::bad_escape},
      {R"({"a\u0000":1})", JsonResult::nul_in_key},
      {"\"\xFF\"", JsonResult::not_utf8},
      {"\"\xED\xA0\x80\"", JsonResult::not_utf8},
      {"1234567890123456789012345678901234.5", JsonResult::inexact_number},
      {"1e9999", JsonResult::inexact_number},
  }));
  CAPTURE(text);
  CHECK(written(text).result == result);
  CHECK(written("[1," + text + "]").result == result);
}

TEST_CASE("what is no JSON is refused")
{
  auto const text = GENERATE(values<std::string>({"",
                                                  " ",
                                                  "1 2",
                                                  "[1",
                                                  "1]",
                                                  "1],[2",
                                                  "[1,]",
                                                  "[,1]",
                                                  "[1 2]",
                                                  "{\"a\"}",
                                                  "{\"a\" 1}",
                                                  "{\"a\":}",
                                                  "{\"a\":1,}",
                                                  "{a:1}",
                                                  "{1:1}",
                                                  "{\"a\":1}}",
                                                  "{\"a\":1 \"b\":2}",
                                                  "{]",
                                                  "[}",
                                                  "tru",
                                                  "truex",
                                                  "True",
                                                  "nul",
                                                  "nullnull",
                                                  "NaN",
                                                  "Infinity",
                                                  "01",
                                                  "1.",
                                                  ".5",
                                                  "+1",
                                                  "-",
                                                  "1e",
                                                  "1e+",
                                                  "--1",
                                                  "0x1",
                                                  "1_000",
                                                  "'a'",
                                                  "\"a",
                                                  "a\"",
                                                  "\"a\"b",
                                                  "\"a\" \"b\"",
                                                  "\"\t\"",
                                                  "\"\n\"",
                                                  "\xEF\xBB\xBF{}",
                                                  "[1]//",
                                                  "/**/1",
                                                  "\"a\\",
                                                  ":",
                                                  ",",
                                                  "]",
                                                  "[\"a\":1]",
                                                  "{},{}]["}));
  CAPTURE(text);
  auto const result = written(text).result;
  CHECK(result == JsonResult::malformed);
  CHECK(written("[" + text + ",1]").result != JsonResult::written);
}

TEST_CASE("two values are no JSON")
{
  CHECK(written("1,2").result == JsonResult::malformed);
  CHECK(written("{},{}").result == JsonResult::malformed);
}

TEST_CASE("a NUL behind a text belongs to it")
{
  CHECK(written(std::string("1\0", 2)).result == JsonResult::malformed);
  CHECK(written(std::string("\"\0\"", 3)).result == JsonResult::malformed);
}

TEST_CASE("a document has at most a hundred levels")
{
  CHECK(written(nested(99)).value == nested(99));
  CHECK(written(nested(100)).result == JsonResult::too_deep);
  CHECK(written(nested(5000)).result == JsonResult::too_deep);
  std::string objects;
  for (int i = 0; i < 99; ++i) objects += R"({"a":)";
  CHECK(written(objects + "1" + std::string(99, '}')).result == JsonResult::written);
  CHECK(written(objects + "[]" + std::string(99, '}')).result == JsonResult::too_deep);
}

TEST_CASE("a text may be of any length, and leaves nothing to the next")
{
  Json json;
  CHECK(written(json, R"({"a":1,"b":{"c":tru}})").result == JsonResult::malformed);
  std::string const text(3U << 20U, 'x');
  CHECK(written(json, '"' + text + '"').value == '"' + text + '"');
  CHECK(written(json, R"({"a":1})").value == R"({"a":)" + number(1) + "}");
  std::string zeros = "[0";
  for (int i = 0; i < 2'000'000; ++i) zeros += ",0";
  CHECK(written(json, zeros + "]").result == JsonResult::too_large);
  CHECK(written(json, "[7]").value == "[" + number(7) + "]");
}
