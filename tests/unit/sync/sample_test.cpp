#include "sync/sample.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace mysync::sync;

namespace {

constexpr unsigned group_size = 3;

Sample of_groups(double percent, std::uint64_t seed, unsigned groups)
{
  Sample sample(percent, seed);
  for (unsigned group = 0; group < groups; ++group) {
    sample.begin_group(group);
    for (unsigned i = 0; i < group_size; ++i) {
      auto const octet = static_cast<std::uint8_t>(group);
      if (sample.wants()) sample.add({&octet, 1});
    }
  }
  return sample;
}

std::multiset<unsigned> members(Sample const& sample)
{
  std::multiset<unsigned> found;
  sample.taken().for_each(0, [&](auto octets) { found.insert(octets[0]); });
  return found;
}

} // namespace

TEST_CASE("a sample is whole groups, about as many as its share, and others by another seed")
{
  std::set<std::multiset<unsigned>> found;
  for (unsigned seed = 0; seed < 20; ++seed) {
    auto const sample = of_groups(20, seed, 250);
    auto const taken = members(sample);
    CHECK(sample.groups() == 250);
    CHECK((sample.chosen() > 20 && sample.chosen() < 90));
    CHECK(taken.size() == sample.chosen() * group_size);
    for (auto const group : taken) CHECK(taken.count(group) == group_size);
    CHECK(members(of_groups(20, seed, 250)) == taken);
    found.insert(taken);
  }
  CHECK(found.size() == 20);
}

TEST_CASE("the smallest sample of something is one group, that of nothing is none")
{
  for (double const percent : {1.0, 1e-9})
    for (unsigned seed = 0; seed < 20; ++seed)
      for (unsigned const groups : {1U, 7U}) {
        auto const sample = of_groups(percent, seed, groups);
        CHECK(sample.chosen() >= 1);
        CHECK(members(sample).size() == sample.chosen() * group_size);
      }
  CHECK(of_groups(1, 0, 0).chosen() == 0);
  CHECK(of_groups(1, 0, 0).taken().size() == 0);
}

TEST_CASE("a sample of all takes all")
{
  auto const sample = of_groups(100, 5, 50);
  CHECK(sample.chosen() == 50);
  CHECK(members(sample).size() == 50 * group_size);
}
