#include "core/parse_number.hpp"

#include <catch2/catch.hpp>

#include <cstdint>
#include <string_view>

using namespace mysync;

TEST_CASE("a number is all of a text, and fits")
{
  CHECK(parse_number<std::uint64_t>("18446744073709551615") == 18446744073709551615U);
  CHECK(parse_number<std::int64_t>("-9223372036854775808") == INT64_MIN);
  CHECK(parse_number<double>("0.5") == 0.5);
  for (std::string_view const text :
       {"", " 1", "1 ", "+1", "1x", "x", "-1", "18446744073709551616", "1.5"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_number<std::uint64_t>(text));
  }
}
