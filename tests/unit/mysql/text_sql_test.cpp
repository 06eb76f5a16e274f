#include "mysql/text_sql.hpp"

#include <catch2/catch.hpp>

using namespace mysync;
using namespace mysync::mysql;

namespace {

Column text(std::string charset, ColumnType type = ColumnType::text)
{
  Column made;
  made.name = "note";
  made.type = type;
  made.charset = std::move(charset);
  return made;
}

constexpr auto as_marked = "IF(CHAR_LENGTH(CONVERT(`note` USING utf8mb4)) - "
                           "CHAR_LENGTH(REPLACE(CONVERT(`note` USING utf8mb4), '?', '')) = "
                           "LENGTH(CAST(`note` AS BINARY)) - "
                           "LENGTH(REPLACE(CAST(`note` AS BINARY), _binary '?', _binary '')), "
                           "CONVERT(`note` USING utf8mb4), "
                           "CONCAT(CONVERT(`note` USING utf8mb4), _utf8mb4 X'EFBFBD'))";

} // namespace

TEST_CASE("text that is always sound is read as it is")
{
  for (auto const* charset : {"", "utf8mb4", "latin1", "binary"}) {
    CHECK(selected(text(charset)) == "`note`");
    CHECK_FALSE(arrives_as_octets(text(charset)));
  }
}

TEST_CASE("text that may have no Unicode form says so with U+FFFD")
{
  for (auto const* charset : {"sjis", "gbk", "cp1251", "latin7", "ascii", "of_a_newer_server"}) {
    CHECK(selected(text(charset)) == as_marked);
    CHECK_FALSE(arrives_as_octets(text(charset)));
  }
  CHECK(selected(text("sjis", ColumnType::enumeration)) == as_marked);
}

TEST_CASE("Unicode arrives as octets, which are no UTF-8 when it is not well-formed")
{
  for (auto const* charset : {"utf8", "utf8mb3"}) {
    CHECK(selected(text(charset)) == "CONVERT(`note` USING binary)");
    CHECK(arrives_as_octets(text(charset)));
  }
  CHECK(selected(text("utf16")) ==
        "IF(CAST(CONVERT(CONVERT(`note` USING utf8mb4) USING utf16) AS BINARY) = "
        "CAST(`note` AS BINARY), CAST(CONVERT(`note` USING utf8mb4) AS BINARY), "
        "CONCAT(CAST(`note` AS BINARY), X'FF'))");
  for (auto const* charset : {"ucs2", "utf16", "utf16le", "utf32", "gb18030"})
    CHECK(arrives_as_octets(text(charset)));
}

TEST_CASE("the members of ENUM and SET are sound Unicode where they are Unicode")
{
  for (auto const type : {ColumnType::enumeration, ColumnType::set}) {
    CHECK(selected(text("utf8mb3", type)) == "`note`");
    CHECK_FALSE(arrives_as_octets(text("utf16", type)));
  }
}
