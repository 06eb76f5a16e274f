#include "sync/id_difference.hpp"

#include "contract/batches.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <set>

using namespace mysync;
using namespace mysync::sync;
using namespace mysync::test;

namespace {

using Octets = std::vector<std::uint8_t>;

Octets id(std::string const& value) { return id_octets(R"({"_id":)" + value + "}"); }
Octets number(std::uint64_t value)
{
  return id(R"({"$numberLong":")" + std::to_string(value) + R"("})");
}

std::multiset<Octets> without_row(IdDifference const& ids)
{
  std::multiset<Octets> found;
  ids.for_each_without_row([&](std::span<std::uint8_t const> octets) {
    found.emplace(octets.begin(), octets.end());
    return true;
  });
  return found;
}

} // namespace

TEST_CASE("the documents without a row are found, whatever the order of both sides")
{
  std::mt19937_64 random(20260102);
  for (std::uint64_t const size : {0U, 1U, 1000U, 30'000U}) {
    CAPTURE(size);
    std::vector<std::uint64_t> documents, rows;
    std::multiset<Octets> expected;
    for (std::uint64_t i = 0; i < size; ++i) {
      if (i % 11 != 3) documents.push_back(i);
      if (i % 7 != 2) rows.push_back(i);
      if (i % 11 != 3 && i % 7 == 2) expected.insert(number(i));
    }
    std::ranges::shuffle(documents, random);
    std::ranges::shuffle(rows, random);
    IdDifference ids;
    for (auto const i : documents) ids.add_document(number(i));
    for (auto const i : rows) ids.add_row(number(i));
    for (auto const i : rows) ids.add_row(number(i)); // a stream that began anew
    CHECK(without_row(ids) == expected);
    CHECK(ids.documents() == documents.size());
  }
}

TEST_CASE("ids that the server takes for one need one row, and letter case parts them")
{
  IdDifference ids;
  ids.add_document(id("5"));
  ids.add_document(id(R"("ab")"));
  ids.add_document(id(R"("AB")"));
  ids.add_document(id(R"({"a":1,"b":"x"})"));
  ids.add_row(id(R"({"$numberLong":"5"})"));
  ids.add_row(id(R"("AB")"));
  ids.add_row(id(R"({"a":{"$numberLong":"1"},"b":"x"})"));
  CHECK(without_row(ids) == std::multiset<Octets>{id(R"("ab")")});
}

TEST_CASE("looking ends when the caller has enough")
{
  IdDifference ids;
  for (std::uint64_t i = 0; i < 1000; ++i) ids.add_document(number(i));
  int calls = 0;
  ids.for_each_without_row([&](auto const&) { return ++calls < 3; });
  CHECK(calls == 3);
}
