#include "sync/ranges.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <set>

using namespace mysync;
using namespace mysync::sync;
using namespace std::chrono_literals;

namespace {

Position at(int key) { return {{PositionValue::Kind::text, std::to_string(key)}}; }

bool nobody_is_dead(mongo::Range const&) { return false; }

} // namespace

TEST_CASE("ranges are cut one behind the other, open at both outer ends")
{
  mongo::Ranges ranges;
  RangeWorker const worker{"a/1", 7};
  auto const first = cut(ranges, at(10), worker);
  auto const second = cut(ranges, at(20), worker);
  CHECK_FALSE(ranges.all_cut);
  auto const last = cut(ranges, std::nullopt, worker);
  CHECK(ranges.all_cut);
  CHECK((!first.after && first.until == at(10)));
  CHECK((second.after == at(10) && second.until == at(20)));
  CHECK((last.after == at(20) && !last.until));
  CHECK(first.number != second.number);
}

TEST_CASE("a worker takes its own range first, then a released one, then a dead one's")
{
  mongo::Ranges ranges;
  auto const first = cut(ranges, at(10), {"a/1", 0});
  auto const second = cut(ranges, at(20), {"b/1", 0});
  CHECK(take(ranges, {"b/1", 0}, nobody_is_dead)->number == second.number);
  CHECK_FALSE(take(ranges, {"c/1", 0}, nobody_is_dead));
  CHECK(take(ranges, {"c/1", 0}, [](auto const& range) { return range.worker == "b/1"; })->number ==
        second.number);
  REQUIRE(release(ranges, first.number, "a/1"));
  CHECK(take(ranges, {"d/1", 9}, nobody_is_dead)->number == first.number);
  CHECK(ranges.unfinished.front().token == 9);
}

TEST_CASE(
    "a worker that has the whole table gives a share to who asks, and what is behind it is cut")
{
  mongo::Ranges ranges;
  CHECK_FALSE(ask_for_share(ranges));
  auto const whole = take_whole(ranges, {"a/1", 7});
  REQUIRE(whole);
  CHECK((!whole->after && !whole->until && whole->token == 7 && ranges.all_cut));
  CHECK_FALSE(take_whole(ranges, {"b/1", 0}));
  CHECK_FALSE(share_is_asked(ranges, whole->number));
  CHECK(ask_for_share(ranges));
  CHECK_FALSE(ask_for_share(ranges)); // once
  CHECK(share_is_asked(ranges, whole->number));
  CHECK_FALSE(share(ranges, whole->number, "b/1", at(10)));
  REQUIRE(share(ranges, whole->number, "a/1", at(10)));
  CHECK(ranges.unfinished.front().until == at(10));
  CHECK(share(ranges, whole->number, "a/1", at(10))); // its reply was lost
  CHECK_FALSE(share(ranges, whole->number, "a/1", at(11)));
  CHECK_FALSE(share_is_asked(ranges, whole->number));
  CHECK_FALSE(ranges.all_cut);
  auto const next = cut(ranges, std::nullopt, {"b/1", 0});
  CHECK((next.after == at(10) && !next.until));
  CHECK_FALSE(ask_for_share(ranges));
}

TEST_CASE("who has few rows left keeps them, and nobody asks again")
{
  mongo::Ranges ranges;
  auto const whole = take_whole(ranges, {"a/1", 0});
  REQUIRE(ask_for_share(ranges));
  REQUIRE(share(ranges, whole->number, "a/1", std::nullopt));
  CHECK((ranges.all_cut && !ranges.unfinished.front().until));
  CHECK_FALSE(ask_for_share(ranges));
}

TEST_CASE(
    "who takes a whole table over has not been asked yet, and nobody asks when it is finished")
{
  mongo::Ranges ranges;
  auto const whole = take_whole(ranges, {"a/1", 0});
  REQUIRE(ask_for_share(ranges));
  REQUIRE(take(ranges, {"a/1", 0}, nobody_is_dead)); // its own
  CHECK(share_is_asked(ranges, whole->number));
  REQUIRE(take(ranges, {"b/1", 0}, [](auto const&) { return true; }));
  CHECK_FALSE(share_is_asked(ranges, whole->number));
  REQUIRE(ask_for_share(ranges));
  CHECK_FALSE(share(ranges, whole->number, "a/1", at(10)));
  CHECK(share_is_asked(ranges, whole->number));
  REQUIRE(finish(ranges, whole->number, "b/1"));
  CHECK(ranges.done());
  CHECK_FALSE(ask_for_share(ranges));
}

TEST_CASE("once something was cut nobody takes everything")
{
  mongo::Ranges ranges;
  cut(ranges, at(10), {"a/1", 0});
  auto const before = ranges;
  CHECK_FALSE(take_whole(ranges, {"b/1", 0}));
  CHECK(ranges == before);
}

TEST_CASE("who lost a range can neither move nor end it")
{
  mongo::Ranges ranges;
  auto const range = cut(ranges, at(10), {"a/1", 0});
  REQUIRE(take(ranges, {"b/1", 0}, [](auto const&) { return true; }));
  auto const before = ranges;
  CHECK_FALSE(remember(ranges, range.number, "a/1", at(5)));
  CHECK_FALSE(finish(ranges, range.number, "a/1"));
  CHECK_FALSE(release(ranges, range.number, "a/1"));
  CHECK(ranges == before);
  CHECK(remember(ranges, range.number, "b/1", at(5)));
  CHECK(ranges.unfinished.front().position == at(5));
  CHECK(finish(ranges, range.number, "b/1"));
  CHECK(ranges.unfinished.empty());
}

TEST_CASE("a sign of life is for all ranges of one run, and for no other's")
{
  mongo::Ranges ranges;
  cut(ranges, at(10), {"a/1", 0});
  cut(ranges, at(20), {"a/2", 0});
  cut(ranges, at(30), {"b/1", 0});
  CHECK(beat(ranges, "a/"));
  CHECK(ranges.unfinished[0].beat == 2);
  CHECK(ranges.unfinished[1].beat == 2);
  CHECK(ranges.unfinished[2].beat == 1);
  CHECK_FALSE(beat(ranges, "c/"));
}

TEST_CASE("dead is who gave no sign of life while it was watched for long enough")
{
  Observer observer(10s, 0);
  mongo::Range range{.number = 1, .worker = "a/1", .beat = 1};
  Observer::Moment const start{};
  CHECK_FALSE(observer.is_dead(range, start));
  CHECK_FALSE(observer.is_dead(range, start + 9s));
  range.beat = 2;
  CHECK_FALSE(observer.is_dead(range, start + 11s));
  CHECK_FALSE(observer.is_dead(range, start + 20s));
  CHECK(observer.is_dead(range, start + 21s));
}

TEST_CASE("the workers of an earlier holder of the lease are dead at once, others are watched")
{
  Observer observer(10s, 8);
  CHECK(observer.is_dead({.number = 1, .worker = "a/1", .token = 7}, {}));
  CHECK_FALSE(observer.is_dead({.number = 2, .worker = "b/1", .token = 8}, {}));
  CHECK_FALSE(observer.is_dead({.number = 3, .worker = "c/1", .token = 0}, {}));
}

// A table of keys 0 … 999, workers that die and are replaced at random: in the end each key was
// read to its end by somebody, and what a finished range covers was remembered in order.
TEST_CASE("whoever dies, every key is read")
{
  constexpr int keys = 1000;
  std::mt19937 random(20260104);
  auto const chance = [&](unsigned n) { return random() % n == 0; };
  for (int round = 0; round < 300; ++round) {
    mongo::Ranges ranges;
    std::set<int> read;
    int workers = 0;
    while (!ranges.done()) {
      RangeWorker const worker{"w/" + std::to_string(++workers), 0};
      auto range = take(ranges, worker, [&](auto const&) { return chance(2); });
      if (!range && !ranges.all_cut) {
        int const from = ranges.frontier ? std::stoi(ranges.frontier->front().value) : -1;
        int const end = from + 1 + static_cast<int>(random() % 200);
        range = cut(ranges, end < keys ? std::optional(at(end)) : std::nullopt, worker);
      }
      if (!range) continue;
      auto const& begin = range->position ? range->position : range->after;
      int key = begin ? std::stoi(begin->front().value) + 1 : 0;
      int const until = range->until ? std::stoi(range->until->front().value) : keys - 1;
      bool died = false;
      for (; key <= until && !died; ++key) {
        read.insert(key);
        if (chance(20)) CHECK(remember(ranges, range->number, worker.name, at(key)));
        died = chance(150);
      }
      if (!died) CHECK(finish(ranges, range->number, worker.name));
    }
    REQUIRE(read.size() == keys);
  }
}
