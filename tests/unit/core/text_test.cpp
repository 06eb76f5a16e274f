#include "core/text.hpp"

#include "core/utf8.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <limits>
#include <vector>

using namespace mysync;
using namespace std::string_literals;

namespace {

/// A code point as UTF-8, by arithmetic instead of a table.
std::string encoded(std::uint32_t point)
{
  auto const octet = [](std::uint32_t value) { return static_cast<char>(value); };
  if (point < 0x80) return {octet(point)};
  if (point < 0x800) return {octet(0xC0 | (point >> 6)), octet(0x80 | (point & 0x3F))};
  if (point < 0x10000)
    return {octet(0xE0 | (point >> 12)), octet(0x80 | ((point >> 6) & 0x3F)),
            octet(0x80 | (point & 0x3F))};
  return {octet(0xF0 | (point >> 18)), octet(0x80 | ((point >> 12) & 0x3F)),
          octet(0x80 | ((point >> 6) & 0x3F)), octet(0x80 | (point & 0x3F))};
}

} // namespace

TEST_CASE("every code point but the surrogates is UTF-8")
{
  std::vector<std::uint32_t> wrong;
  for (std::uint32_t point = 0; point <= 0x110FFF; ++point) {
    auto const expected = point <= 0x10FFFF && (point < 0xD800 || point > 0xDFFF);
    auto const text = encoded(point);
    if (is_utf8(text) != expected || (utf8_size(text) == text.size()) != expected)
      wrong.push_back(point);
  }
  CHECK(wrong.empty());
}

TEST_CASE("of all pairs of octets only those of a two-octet or two one-octet characters are UTF-8")
{
  int count = 0;
  for (int first = 0; first < 256; ++first)
    for (int second = 0; second < 256; ++second)
      count += is_utf8(std::string{static_cast<char>(first), static_cast<char>(second)}) ? 1 : 0;
  CHECK(count == 128 * 128 + 30 * 64);
}

TEST_CASE("overlong, cut and stray octets are not UTF-8, wherever they stand")
{
  auto const bad = GENERATE("\x80"s, "\xBF"s, "\xC0\x80"s, "\xC1\xBF"s, "\xE0\x9F\xBF"s, "\xC3"s,
                            "\xE2\x82"s, "\xF0\x9F\x98"s, "\xED\xA0\x80"s, "\xF0\x8F\xBF\xBF"s,
                            "\xF4\x90\x80\x80"s, "\xF5\x80\x80\x80"s, "\xFF"s, "\xE2(\xA1"s);
  for (std::size_t before = 0; before < 20; ++before) {
    CAPTURE(before);
    CHECK_FALSE(is_utf8(std::string(before, 'a') + bad));
    CHECK_FALSE(is_utf8(std::string(before, 'a') + bad + "and more than eight octets"));
  }
}

TEST_CASE("well-formed text is UTF-8 at every offset from the eight-octet steps")
{
  for (std::size_t before = 0; before < 20; ++before)
    CHECK(is_utf8(std::string(before, 'a') + "é€😀\0é"s + std::string(before, 'b')));
  CHECK(is_utf8(""));
}

TEST_CASE("a glob matches whole texts")
{
  struct Case {
    char const* pattern;
    char const* text;
    bool matches;
  };
  auto const c = GENERATE(values<Case>({
      {"*", "", true},
      {"*", "orders", true},
      {"", "", true},
      {"", "a", false},
      {"orders", "orders", true},
      {"orders", "orders2", false},
      {"orders", "Orders", false},
      {"tmp_*", "tmp_", true},
      {"tmp_*", "tmp_a_b", true},
      {"tmp_*", "a_tmp_", false},
      {"*_log", "audit_log", true},
      {"*_log", "log_audit_log", true},
      {"*_log", "audit_logs", false},
      {"a*b*c", "a123b45b6c", true},
      {"a*b*c", "a123c45b", false},
      {"a**c", "ac", true},
      {"?", "a", true},
      {"?", "", false},
      {"?", "ab", false},
      {"?", "é", true},
      {"??", "é", false},
      {"*?", "€", true},
      {"a?c", "a😀c", true},
      {"[a]", "a", false},
      {"[a]", "[a]", true},
      {"*a*a*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false},
  }));
  CAPTURE(c.pattern, c.text);
  CHECK(matches_glob(c.pattern, c.text) == c.matches);
}

TEST_CASE("the closest word is one that is a slip away")
{
  struct Case {
    char const* word;
    char const* nearest; ///< empty: none
  };
  auto const c = GENERATE(values<Case>({
      {"curser", "cursor"},
      {"cursro", "cursor"},
      {"cursors", "cursor"},
      {"ursor", "cursor"},
      {"colection", "collection"},
      {"key", "key"},
      {"kye", "key"},
      {"ky", ""},
      {"x", ""},
      {"", ""},
      {"completely_different", ""},
      {"mode", "mode"},
      {"moode", "mode"},
  }));
  std::array<std::string, 4> const known{"cursor", "collection", "key", "mode"};
  CAPTURE(c.word);
  CHECK(closest(c.word, known).value_or("") == c.nearest);
}

TEST_CASE("of two words equally close the first is chosen, and nothing is close to nothing")
{
  std::array<std::string, 2> const known{"pool.min", "pool.mix"};
  CHECK(closest("pool.mxn", known) == "pool.min");
  CHECK_FALSE(closest("cursor", {}));
}

TEST_CASE("control characters and stray octets are escaped, text is not")
{
  struct Case {
    std::string text;
    std::string escaped;
  };
  auto const c = GENERATE(values<Case>({
      {"", ""},
      {"plain text: äöü €😀", "plain text: äöü €😀"},
      {"a\nb\r\tc", "a\\nb\\r\\tc"},
      {"\x1b[31mred\x07", "\\x1b[31mred\\x07"},
      {"\0\x7f"s, "\\x00\\x7f"},
      {"\xC2\x9B"
       "31m",
       "\\xc2\\x9b31m"},
      {"\xC2\xA0", "\xC2\xA0"},
      {"a\xFF"
       "b\xC3",
       "a\\xffb\\xc3"},
      {"back\\slash", "back\\slash"},
  }));
  CHECK(escaped(c.text) == c.escaped);
}

TEST_CASE("numbers are grouped in threes")
{
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(1000) == "1,000");
  CHECK(grouped(1204332) == "1,204,332");
  CHECK(grouped(std::numeric_limits<std::uint64_t>::max()) == "18,446,744,073,709,551,615");
}

TEST_CASE("a name means itself, else the only one that differs in letter case alone")
{
  std::vector<std::string> const names{"orders", "Orders", "People", "größe"};
  CHECK(meant("orders", names) == "orders");
  CHECK(meant("Orders", names) == "Orders");
  CHECK_FALSE(meant("ORDERS", names)); // which of both?
  CHECK(meant("pEOPLE", names) == "People");
  CHECK_FALSE(meant("GRÖSSE", names));
  CHECK_FALSE(meant("peopl", names));
  CHECK_FALSE(meant("", names));
}
