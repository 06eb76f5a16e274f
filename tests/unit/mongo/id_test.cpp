// Two ids are one where the server takes them for one, and only there.

#include "mongo/id.hpp"

#include "contract/batches.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace mysync;
using namespace mysync::test;

namespace {

std::vector<std::uint8_t> comparable(std::string const& value)
{
  std::vector<std::uint8_t> octets;
  mongo::append_comparable(id_octets(R"({"_id":)" + value + "}"), octets);
  return octets;
}

std::string decimal(std::string const& digits)
{
  return R"({"$numberDecimal":")" + digits + R"("})";
}

} // namespace

TEST_CASE("numbers are one id by their value, whatever their type and their zeros")
{
  for (auto const& [one, other] : std::vector<std::pair<std::string, std::string>>{
           {"5", R"({"$numberLong":"5"})"},
           {"-1200", R"({"$numberLong":"-1200"})"},
           {"0", decimal("0.00")},
           {"0", decimal("-0.0")},
           {"7", decimal("7.000")},
           {"1000", decimal("1E+3")},
           {decimal("1.5"), decimal("1.50")},
           {decimal("0.0000001"), decimal("1.0E-7")},
           {decimal("18446744073709551615"), decimal("18446744073709551615.0")},
           {R"({"a":5,"b":"x"})", R"({"a":{"$numberLong":"5"},"b":"x"})"},
       }) {
    CAPTURE(one, other);
    CHECK(comparable(one) == comparable(other));
  }
}

TEST_CASE("ids of other values or other types are not one")
{
  std::vector<std::string> const ids{
      "0",
      "1",
      "-1",
      "10",
      "100",
      "1001",
      decimal("1.5"),
      decimal("15"),
      decimal("0.15"),
      R"("1")",
      R"("a")",
      R"("A")",
      R"("a ")",
      R"("")",
      R"("é")",
      "true",
      "false",
      "null",
      R"({"$date":{"$numberLong":"1"}})",
      R"({"$date":{"$numberLong":"2"}})",
      R"({"$binary":{"base64":"AP8=","subType":"00"}})",
      R"({"$binary":{"base64":"AP8=","subType":"04"}})",
      R"({"$binary":{"base64":"AP4=","subType":"00"}})",
      R"({"a":1,"b":2})",
      R"({"b":1,"a":2})",
      R"({"a":2,"b":1})",
      R"({"a":"1","b":2})",
      R"({"a":12})",
      R"({"a":1,"b":2,"c":3})",
      R"({"a":"b","c":"d"})",
      R"({"a":"bc","d":""})",
  };
  std::set<std::vector<std::uint8_t>> different;
  for (auto const& id : ids) different.insert(comparable(id));
  CHECK(different.size() == ids.size());
}

TEST_CASE("the octets are added to what is there")
{
  std::vector<std::uint8_t> octets{1, 2};
  mongo::append_comparable(id_octets(R"({"_id":"x"})"), octets);
  auto const alone = comparable(R"("x")");
  CHECK(std::vector<std::uint8_t>(octets.begin() + 2, octets.end()) == alone);
}
