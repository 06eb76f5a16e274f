#include "config/expand.hpp"

#include "drafts.hpp"

#include <catch2/catch.hpp>

using namespace mysync::config;

TEST_CASE("variables are replaced, defaults stand in, and other dollars stay")
{
  struct Case {
    char const* text;
    char const* expanded;
  };
  auto const c = GENERATE(values<Case>({
      {"", ""},
      {"plain", "plain"},
      {"${A}", "value"},
      {"x${A}y${A}z", "xvaluey"
                      "valuez"},
      {"${A:-other}", "value"},
      {"${NONE:-other}", "other"},
      {"${NONE:-}", ""},
      {"${NONE:-a:-b}", "a:-b"},
      {"${EMPTY}", ""},
      {"${EMPTY:-other}", "other"},
      {"${_a1}", "under"},
      {"$A $ $$ {A} }", "$A $ $$ {A} }"},
      {"$${A}", "${A}"},
      {"cost: 5$", "cost: 5$"},
      {"${DOLLAR}", "${A}"},
  }));
  auto const known =
      variables({{"A", "value"}, {"EMPTY", ""}, {"_a1", "under"}, {"DOLLAR", "${A}"}});
  CAPTURE(c.text);
  auto const result = expanded(c.text, known);
  REQUIRE(std::holds_alternative<std::string>(result));
  CHECK(std::get<std::string>(result) == c.expanded);
}

TEST_CASE("what is no variable, or is not set, is a complaint")
{
  auto const text = GENERATE("${NONE}", "${", "a${A", "${}", "${A B}", "${A-}", "${1A}", "${A:x}",
                             "${:-x}", "${A${A}}");
  CAPTURE(text);
  CHECK(std::holds_alternative<Complaint>(expanded(text, variables({{"A", "value"}}))));
}
