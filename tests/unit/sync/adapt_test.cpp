// How a pass adapts to how far away the target is.

#include "sync/adapt.hpp"

#include <catch2/catch.hpp>

#include <utility>
#include <vector>

using namespace mysync;
using namespace mysync::sync;
using namespace std::chrono_literals;

TEST_CASE("the farther away the target is, the more writers there are")
{
  for (auto const& [round_trip, writers] :
       std::vector<std::pair<std::chrono::microseconds, unsigned>>{{0us, 2},
                                                                   {80us, 2},
                                                                   {1000us, 2},
                                                                   {1001us, 3},
                                                                   {2500us, 4},
                                                                   {10ms, 12},
                                                                   {14ms, 16},
                                                                   {20ms, 16},
                                                                   {5s, 16},
                                                                   {24h, 16}}) {
    CAPTURE(round_trip.count());
    CHECK(writers_for(round_trip, 1) == writers);
  }
}

TEST_CASE("loads at once share the writers that a far target may have")
{
  CHECK(writers_for(20ms, 2) == 8);
  CHECK(writers_for(20ms, 4) == 4);
  CHECK(writers_for(20ms, 100) == 2);
  CHECK(writers_for(80us, 4) == 2);
}

TEST_CASE("more writers share the memory that two would have")
{
  BatchLimits const limits{.documents = 1000, .bytes = 4U << 20U};
  for (unsigned writers = 2; writers <= 16; ++writers) {
    CAPTURE(writers);
    auto const shared = limits_with(limits, writers);
    CHECK(shared.documents == limits.documents);
    CHECK(shared.bytes > 0);
    CHECK(shared.bytes * (writers + 2) <= limits.bytes * 4);
  }
}

TEST_CASE("one writer has batches no larger than two have")
{
  CHECK(limits_with({.bytes = 1000}, 1).bytes == 1000);
}
