#include "sync/acknowledged.hpp"

#include "positions.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <set>
#include <vector>

using namespace mysync;
using namespace mysync::sync;
using mysync::test::position_at;

namespace {

/// What a caller sees: -1 for "has not moved", else the position's number.
int moved(Acknowledged& acknowledged, Ticket ticket)
{
  auto const position = acknowledged.acknowledged(ticket, position_at(ticket));
  return position ? std::stoi(position->front().value) : -1;
}

} // namespace

TEST_CASE("tickets grow in the order of reading, from 0")
{
  Acknowledged acknowledged;
  for (Ticket expected = 0; expected < 5; ++expected) CHECK(acknowledged.submitted() == expected);
}

TEST_CASE("the position follows the lowest unfinished batch")
{
  struct Step {
    Ticket finished;
    int moves_to;
  };
  std::vector<std::vector<Step>> const schedules{
      {{0, 0}, {1, 1}, {2, 2}},                   // in order
      {{2, -1}, {1, -1}, {0, 2}},                 // in reverse
      {{1, -1}, {0, 1}, {2, 2}},                  // two writers, the second faster
      {{1, -1}, {3, -1}, {0, 1}, {2, 3}},         // two gaps
      {{4, -1}, {0, 0}, {2, -1}, {1, 2}, {3, 4}}, // a late one far ahead
  };
  for (auto const& schedule : schedules) {
    Acknowledged acknowledged;
    for (auto const& step : schedule) {
      CAPTURE(step.finished);
      CHECK(moved(acknowledged, step.finished) == step.moves_to);
    }
  }
}

TEST_CASE("a batch that is never acknowledged holds every later position back")
{
  Acknowledged acknowledged;
  CHECK(moved(acknowledged, 0) == 0);
  for (Ticket ticket = 2; ticket < 50; ++ticket) CHECK(moved(acknowledged, ticket) == -1);
}

TEST_CASE("random schedules never pass an unfinished batch and never stay behind")
{
  constexpr int steps = 100'000;
  constexpr std::size_t most_in_flight = 12;
  std::mt19937 random(20261122);
  Acknowledged acknowledged;
  std::set<Ticket> unfinished;
  Ticket handed_over = 0;
  int remembered = -1;
  for (int step = 0; step < steps; ++step) {
    bool const submit =
        unfinished.empty() || (unfinished.size() < most_in_flight && random() % 2 == 0);
    if (submit) {
      REQUIRE(acknowledged.submitted() == handed_over);
      unfinished.insert(handed_over++);
      continue;
    }
    auto const chosen =
        std::next(unfinished.begin(), static_cast<long>(random() % unfinished.size()));
    auto const ticket = *chosen;
    unfinished.erase(chosen);
    auto const lowest = static_cast<int>(unfinished.empty() ? handed_over : *unfinished.begin());
    // Tickets that were handed over later than the lowest unfinished one may not count.
    int const expected = lowest - 1 > remembered ? lowest - 1 : -1;
    REQUIRE(moved(acknowledged, ticket) == expected);
    if (expected >= 0) remembered = expected;
  }
  CHECK(remembered > steps / 3);
}
