// Lists of ids grow as long as an id does not become dearer.

#include "mongo/list_size.hpp"

#include <catch2/catch.hpp>

using mysync::mongo::ListSize;
using namespace std::chrono_literals;

namespace {

/// After as many lists as one batch may take, from a server whose answer to a list takes `time_of`.
template <class Time> std::size_t settled_size(Time const& time_of)
{
  ListSize lists;
  for (int i = 0; i < 20; ++i) lists.took(lists.size(), time_of(lists.size()));
  return lists.size();
}

} // namespace

TEST_CASE("lists begin small and grow to a thousand ids where each costs the same")
{
  CHECK(ListSize().size() == 100);
  CHECK(settled_size([](std::size_t ids) { return ids * 1us; }) == 1000);
}

TEST_CASE("lists grow where the way to the server is what takes the time")
{
  CHECK(settled_size([](std::size_t) { return 20ms; }) == 1000);
}

TEST_CASE("lists stay small where an answer takes a time that grows with their square")
{
  CHECK(settled_size([](std::size_t ids) { return ids * ids * 1us; }) == 100);
}

TEST_CASE("lists stop growing at the size from which on an id becomes dearer")
{
  CHECK(settled_size([](std::size_t ids) { return ids <= 400 ? ids * 1us : ids * 3us; }) == 400);
}

TEST_CASE("a shorter list says nothing about the size")
{
  ListSize lists;
  lists.took(99, 1s);
  lists.took(99, 9s);
  CHECK(lists.size() == 100);
}
