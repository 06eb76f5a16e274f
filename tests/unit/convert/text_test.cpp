#include "unit/convert/one_value.hpp"

#include <catch2/catch.hpp>

using namespace mysync;
using namespace mysync::test;
using namespace std::string_literals;

namespace {

std::string binary(std::string const& base64, std::string const& subtype = "00")
{
  return R"({"$binary":{"base64":")" + base64 + R"(","subType":")" + subtype + "\"}}";
}

Column text_column(std::string charset = "utf8mb4")
{
  return {.type = ColumnType::text, .charset = std::move(charset)};
}

} // namespace

TEST_CASE("text arrives as it is")
{
  auto const [text, expected] = GENERATE(table<std::string, std::string>({
      {"", R"("")"},
      {"plain", R"("plain")"},
      {"Grüße 🙂 日本", R"("Grüße 🙂 日本")"},
      {"a\0b"s, R"("a\u0000b")"},
      {"\xEF\xBF\xBD", "\"\xEF\xBF\xBD\""}, // U+FFFD may stand in the table itself
      {"\xF4\x8F\xBF\xBF", "\"\xF4\x8F\xBF\xBF\""},
  }));
  CHECK(as_field(text_column(), bytes_cell(text)).value == expected);
  CHECK(as_id(text_column(), bytes_cell(text)).value == expected);
}

TEST_CASE("text that is not UTF-8 is refused for its text")
{
  auto const* const text = GENERATE("\xFF", "abc\x80", "\xC0\xAF", "\xED\xA0\x80",
                                    "\xF4\x90\x80\x80", "half \xF0\x9F\x99");
  auto const type = GENERATE(ColumnType::text, ColumnType::fixed_text, ColumnType::enumeration,
                             ColumnType::set, ColumnType::json);
  auto const tried = as_field({.type = type, .charset = "utf8mb4"}, bytes_cell(text));
  CHECK(tried.value == "refused");
  CHECK(tried.reason == Reason::text);
  CHECK(tried.message.ends_with("is not well-formed UTF-8"));
  CHECK(tried.message.starts_with("column v: 0x"));
  CHECK(as_id({.type = type, .charset = "utf8mb4"}, bytes_cell(text)).value == "refused");
}

TEST_CASE("U+FFFD in a character set that does not have it is a character that was lost")
{
  auto const* const lost = "caf\xEF\xBF\xBD";
  for (auto const* charset : {"latin1", "sjis", "gbk", "ascii"}) {
    auto const tried = as_field(text_column(charset), bytes_cell(lost));
    CHECK(tried.value == "refused");
    CHECK(tried.reason == Reason::text);
  }
  for (auto const* charset : {"utf8mb4", "utf8mb3", "utf16", "ucs2", "gb18030"})
    CHECK(as_field(text_column(charset), bytes_cell(lost)).value == "\"caf\xEF\xBF\xBD\"");
  CHECK(as_field(text_column("latin1"), bytes_cell("café?")).value == "\"café?\"");
}

TEST_CASE("octets are binary of subtype 0")
{
  auto const type = GENERATE(ColumnType::fixed_binary, ColumnType::binary);
  Column const column{.type = type};
  CHECK(as_field(column, bytes_cell("")).value == binary(""));
  CHECK(as_field(column, bytes_cell("\0\xFF"s)).value == binary("AP8="));
  CHECK(as_id(column, bytes_cell("\0\xFF"s)).value == binary("AP8="));
}

TEST_CASE("a UUID becomes binary of subtype 4, its addresses stay text")
{
  Column const uuid{.type = ColumnType::uuid};
  auto const expected = binary("AAECAwQFBgcICQoLDA3+/w==", "04");
  CHECK(as_field(uuid, bytes_cell("00010203-0405-0607-0809-0a0b0c0dfeff")).value == expected);
  CHECK(as_field(uuid, bytes_cell("000102030405060708090A0B0C0DFEFF")).value == expected);
  CHECK(as_id(uuid, bytes_cell("00010203-0405-0607-0809-0a0b0c0dfeff")).value == expected);
  for (auto const* text :
       {"", "00010203-0405-0607-0809-0a0b0c0dfe", "00010203-0405-0607-0809-0a0b0c0dfeff0",
        "0001020g-0405-0607-0809-0a0b0c0dfeff"})
    CHECK(as_field(uuid, bytes_cell(text)).value == "refused");
  CHECK(as_field({.type = ColumnType::inet4}, bytes_cell("192.168.0.1")).value ==
        R"("192.168.0.1")");
  CHECK(as_field({.type = ColumnType::inet6}, bytes_cell("::ffff:1")).value == R"("::ffff:1")");
}

TEST_CASE("an ENUM is its text, the empty error value included")
{
  Column const column{
      .type = ColumnType::enumeration, .charset = "utf8mb4", .members = {"new", "paid"}};
  CHECK(as_field(column, bytes_cell("paid")).value == R"("paid")");
  CHECK(as_field(column, bytes_cell("")).value == R"("")");
  CHECK(as_id(column, bytes_cell("")).value == R"("")");
}

TEST_CASE("an ENUM key never makes one _id of the member '' and the error value ''")
{
  Column const column{
      .type = ColumnType::enumeration, .charset = "utf8mb4", .members = {"", "paid"}};
  CHECK(as_field(column, bytes_cell("")).value == R"("")");
  CHECK(as_id(column, bytes_cell("")).value == "refused");
  CHECK(as_id(column, bytes_cell("paid")).value == R"("paid")");
}

TEST_CASE("a SET is an array of its members, in a key its comma text")
{
  Column const column{.type = ColumnType::set, .charset = "utf8mb4", .members = {"a", "b", "ü"}};
  CHECK(as_field(column, bytes_cell("")).value == "[]");
  CHECK(as_field(column, bytes_cell("a")).value == R"(["a"])");
  CHECK(as_field(column, bytes_cell("a,b,ü")).value == R"(["a","b","ü"])");
  CHECK(as_id(column, bytes_cell("")).value == R"("")");
  CHECK(as_id(column, bytes_cell("a,b")).value == R"("a,b")");
}

TEST_CASE("a SET of 64 members keeps them all in order")
{
  std::string text, expected;
  std::vector<std::string> members;
  for (int i = 0; i < 64; ++i) {
    members.push_back("member" + std::to_string(i));
    text += (i != 0 ? "," : "") + members.back();
    expected += (i != 0 ? ",\"" : "\"") + members.back() + '"';
  }
  Column const column{.type = ColumnType::set, .charset = "utf8mb4", .members = members};
  CHECK(as_field(column, bytes_cell(text)).value == '[' + expected + ']');
}

TEST_CASE("a SET with a declared member '' is refused where it cannot be told from the empty set")
{
  Column const column{.type = ColumnType::set, .charset = "utf8mb4", .members = {"", "a"}};
  CHECK(as_field(column, bytes_cell("")).value == "refused");
  CHECK(as_field(column, bytes_cell(",a")).value == R"(["","a"])");
  CHECK(as_field(column, bytes_cell("a")).value == R"(["a"])");
  CHECK(as_id(column, bytes_cell("")).value == "refused");
}

TEST_CASE("NULL is null in a field and refused in a key")
{
  for (auto const type : {ColumnType::integer, ColumnType::text, ColumnType::set,
                          ColumnType::decimal, ColumnType::date, ColumnType::bit}) {
    CHECK(as_field({.type = type}, {}).value == "null");
    auto const id = as_id({.type = type}, {});
    CHECK(id.value == "refused");
    CHECK(id.message == "column v: NULL cannot be in a key: rows with it would share their _id");
  }
}

TEST_CASE("a long value is shortened in the message")
{
  auto const tried = as_field({.type = ColumnType::decimal}, bytes_cell(std::string(500, '7')));
  CHECK(tried.message.starts_with("column v: " + std::string(80, '7') + "… has more than 34"));
}
