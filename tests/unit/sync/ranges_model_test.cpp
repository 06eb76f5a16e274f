// The claims of a shared load, with workers that die, sleep and come back at random: no key is left
// unread, and no range has two owners.

#include "support/steps.hpp"
#include "sync/ranges.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <random>
#include <vector>

using namespace mysync;
using namespace mysync::sync;
using namespace std::chrono_literals;

namespace {

using Random = std::mt19937_64;

int between(Random& random, int low, int high)
{
  return std::uniform_int_distribution<int>(low, high)(random);
}

Position at(int key) { return {{PositionValue::Kind::text, std::to_string(key)}}; }
int key_of(std::optional<Position> const& position, int otherwise)
{
  return position ? std::stoi(position->front().value) : otherwise;
}

/// What a worker believes it reads: it may be wrong.
struct Hand {
  std::int64_t number;
  int next, end;
};

struct Worker {
  RangeWorker as;
  Observer observer;
  std::optional<Hand> hand;
  int asleep = 0; ///< steps
};

class Load {
public:
  explicit Load(Random& random)
      : random_(random), keys_(between(random, 0, 60)), read_(static_cast<std::size_t>(keys_))
  {
    for (int i = 0; i < between(random, 1, 6); ++i) add_worker();
  }

  /// Steps until everything is done; returns how many.
  std::uint64_t run()
  {
    std::uint64_t steps = 0;
    while (!ranges_.done()) {
      REQUIRE(++steps < 100'000);
      now_ += 1s;
      step(workers_[static_cast<std::size_t>(
          between(random_, 0, static_cast<int>(workers_.size()) - 1))]);
      check();
    }
    for (bool const read : read_) REQUIRE(read);
    return steps;
  }

  std::uint64_t shared() const { return shared_; }

private:
  void add_worker()
  {
    auto const token = between(random_, 0, 3) == 0 ? 0 : lease_;
    workers_.push_back({{"w" + std::to_string(++named_), token}, Observer(20s, token), {}, 0});
  }

  void step(Worker& worker)
  {
    if (worker.asleep > 0) {
      --worker.asleep;
      return;
    }
    switch (between(random_, 0, 30)) {
    case 0: worker.asleep = between(random_, 1, 40); return;
    case 1: // killed; another comes, under a larger token when it is the leader's
      if (worker.as.token != 0) ++lease_;
      worker = {{"w" + std::to_string(++named_), worker.as.token == 0 ? 0 : lease_},
                Observer(20s, worker.as.token == 0 ? 0 : lease_),
                {},
                0};
      return;
    default: break;
    }
    if (worker.hand)
      read(worker);
    else
      claim(worker);
  }

  void claim(Worker& worker)
  {
    auto claimed = take(ranges_, worker.as, [&](mongo::Range const& range) {
      return worker.observer.is_dead(range, now_);
    });
    if (!claimed && between(random_, 0, 1) == 0) claimed = take_whole(ranges_, worker.as);
    if (!claimed && !ranges_.all_cut) {
      auto const from = key_of(ranges_.frontier, 0);
      auto const end = from + between(random_, 1, 12);
      claimed = cut(ranges_, end >= keys_ ? std::optional<Position>() : at(end), worker.as);
    }
    if (!claimed) {
      ask_for_share(ranges_);
      return;
    }
    auto const begin = claimed->position ? claimed->position : claimed->after;
    worker.hand = Hand{claimed->number, key_of(begin, 0), key_of(claimed->until, keys_)};
  }

  void read(Worker& worker)
  {
    auto& hand = *worker.hand;
    auto const upto = std::min(hand.end, hand.next + between(random_, 1, 4));
    for (auto key = hand.next; key < upto; ++key) read_[static_cast<std::size_t>(key)] = true;
    hand.next = upto;
    auto const& name = worker.as.name;
    bool const mine = owner(hand.number) == name;
    bool told = false;
    if (hand.next == hand.end) {
      told = finish(ranges_, hand.number, name);
      worker.hand.reset();
    } else if (between(random_, 0, 9) == 0) {
      told = release(ranges_, hand.number, name);
      worker.hand.reset();
    } else {
      told = remember(ranges_, hand.number, name, at(hand.next));
      if (!told)
        worker.hand.reset();
      else if (share_is_asked(ranges_, hand.number))
        give_share(worker);
    }
    REQUIRE(told == mine);
  }

  void give_share(Worker& worker)
  {
    auto& hand = *worker.hand;
    auto const end = hand.next + between(random_, 1, 12);
    auto const cut = end >= keys_ ? std::optional<Position>() : at(end);
    REQUIRE(share(ranges_, hand.number, worker.as.name, cut));
    hand.end = key_of(cut, keys_);
    ++shared_;
  }

  std::string owner(std::int64_t number) const
  {
    for (auto const& range : ranges_.unfinished)
      if (range.number == number) return range.worker;
    return "nobody's: it is finished";
  }

  /// Ranges stand one behind the other, and never is a key behind a remembered position unread.
  void check() const
  {
    std::map<std::int64_t, int> numbers;
    for (auto const& range : ranges_.unfinished) {
      REQUIRE(++numbers[range.number] == 1);
      for (auto key = key_of(range.after, 0); key < key_of(range.position, 0); ++key)
        REQUIRE(read_[static_cast<std::size_t>(key)]);
    }
  }

  Random& random_;
  int keys_;
  std::vector<bool> read_;
  mongo::Ranges ranges_{.load = "l"};
  std::vector<Worker> workers_;
  std::int64_t lease_ = 1;
  int named_ = 0;
  std::uint64_t shared_ = 0;
  Observer::Moment now_{};
};

} // namespace

TEST_CASE("model: whoever dies, sleeps or comes late, every key of a load is read and no range has "
          "two owners")
{
  auto const seed = tests::model_seed();
  CAPTURE(seed);
  Random random(seed);
  std::uint64_t shared = 0;
  for (std::uint64_t steps = 0; steps < tests::model_steps() / 3;) {
    Load load(random);
    steps += load.run() + 1;
    shared += load.shared();
  }
  CHECK(shared > 0);
}
