#include "sync/flow.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <random>

using namespace mysync::sync;

namespace {

using namespace std::chrono_literals;

constexpr FlowLimits limits{.least_writers = 2, .most_writers = 8, .most_fold = 4};
constexpr unsigned widest = 32;

/// Usual batches a second, by how many are on their way.
using Target = std::function<double(unsigned)>;

/// A target each of whose answers takes so long, however many are asked for at once.
Target far_away(double seconds)
{
  return [seconds](unsigned width) { return width / seconds; };
}

/// A target that carries so much, whoever asks.
Target busy(double rate)
{
  return [rate](unsigned) { return rate; };
}

Flow::Moment::duration in_seconds(double seconds)
{
  return std::chrono::duration_cast<Flow::Moment::duration>(std::chrono::duration<double>(seconds));
}

/// A load whose reader makes a thousand usual batches a second.
class Load {
public:
  explicit Load(FlowLimits const& allowed = limits) : flow_(allowed) {}

  /// Chance makes each batch up to so much quicker or slower.
  void carry(unsigned batches, Target const& target, double chance = 0)
  {
    std::uniform_real_distribution<double> quicker(1 - chance, 1 + chance);
    for (unsigned i = 0; i < batches; ++i) {
      auto const fold = flow_.fold();
      auto const read = fold / 1000.0;
      auto const seconds = quicker(random_) * std::max(fold / target(width()), read);
      if (seconds > read) flow_.waited(in_seconds(seconds - read));
      now_ += in_seconds(seconds);
      flow_.acknowledged(std::uint64_t{1000} * fold, now_);
      most_ = std::max(most_, width());
      sum_ += width();
      ++carried_;
    }
  }
  void carry_in_passes(unsigned passes, unsigned batches, Target const& target)
  {
    for (unsigned i = 0; i < passes; ++i) {
      flow_.begin();
      carry(batches, target);
      now_ += 1s;
    }
  }
  unsigned width() const { return flow_.writers() * flow_.fold(); }
  unsigned most() const { return most_; }
  double mean() const { return static_cast<double>(sum_) / carried_; }
  Flow const& flow() const { return flow_; }

private:
  Flow flow_;
  Flow::Moment now_{};
  std::minstd_rand random_{20};
  unsigned most_ = 0, carried_ = 0;
  std::uint64_t sum_ = 0;
};

} // namespace

TEST_CASE("a target that is quicker than the reader has the least writers")
{
  Load load;
  load.carry(2000, far_away(0.001));
  CHECK(load.most() == 2);
}

TEST_CASE("to a target far away so much is on its way that it keeps up with the reader")
{
  for (auto const& [seconds, width] : {std::pair{0.004, 4U}, std::pair{0.01, 16U},
                                       std::pair{0.02, widest}, std::pair{0.2, widest}}) {
    CAPTURE(seconds);
    Load load;
    load.carry(200, far_away(seconds));
    CHECK(load.most() == width);
    load.carry(20'000, far_away(seconds), 0.3);
    CHECK(load.mean() > 0.9 * width);
  }
}

TEST_CASE("more writers come first, then larger batches")
{
  Load load;
  while (load.width() < 8) load.carry(1, far_away(0.02));
  CHECK(load.flow().writers() == 8);
  CHECK(load.flow().fold() == 1);
  while (load.width() < widest) load.carry(1, far_away(0.02));
  CHECK(load.flow().writers() == 8);
  CHECK(load.flow().fold() == 4);
}

TEST_CASE("a load begins with what the target's distance asks for, as far as it may")
{
  struct Example {
    unsigned first, least, most, fold, width;
  };
  for (auto const& [first, least, most, fold, width] : std::vector<Example>{
           {0, 2, 8, 4, 2},
           {3, 2, 8, 4, 2},
           {4, 2, 8, 4, 4},
           {20, 2, 8, 4, 16},
           {32, 2, 8, 4, 32},
           {1000, 2, 8, 4, 32},
           {1000, 2, 8, 1, 8},
           {1000, 1, 4, 4, 16},
           {1000, 2, 5, 4, 4},
           {1000, 1, 1, 3, 2},
           {1000, 1, 1, 1, 1},
       }) {
    CAPTURE(first, least, most, fold);
    Load const load(
        {.least_writers = least, .most_writers = most, .most_fold = fold, .first = first});
    CHECK(load.width() == width);
  }
}

TEST_CASE("one that is near after all has less on its way again")
{
  Load load({.least_writers = 2, .most_writers = 8, .most_fold = 4, .first = 32});
  load.carry(20'000, busy(50));
  CHECK(load.width() <= 4);
}

TEST_CASE("a busy target is left with the least writers but for a try now and then")
{
  Load load;
  load.carry(20'000, busy(50));
  CHECK(load.most() == 4);
  CHECK(load.mean() < 2.1);
}

TEST_CASE("what looked better by chance alone does not last")
{
  Load load;
  load.carry(200'000, busy(50), 0.8);
  CHECK(load.mean() < 5);
}

TEST_CASE("to a target that grows slow under too much there is less on its way")
{
  Load load;
  auto const overloaded = [](unsigned width) {
    return 100.0 * width / (1 + std::pow(width / 8.0, 3));
  };
  load.carry(20'000, overloaded, 0.2);
  CHECK(load.mean() < 10);
  CHECK(load.mean() > 3);
}

TEST_CASE("a target that came near again has less on its way, one that went away more")
{
  Load load;
  load.carry(1000, far_away(0.02));
  REQUIRE(load.width() == widest);
  load.carry(20'000, far_away(0.0005));
  CHECK(load.width() == 2);
  load.carry(5'000, far_away(0.02));
  CHECK(load.width() >= 16);
}

TEST_CASE("the time between two passes is not the writers', however short the passes are")
{
  for (unsigned const batches : {3U, 10U, 100U}) {
    CAPTURE(batches);
    Load far;
    far.carry_in_passes(1000, batches, far_away(0.02));
    CHECK(far.width() == widest);
    Load near;
    near.carry_in_passes(1000, batches, busy(50));
    CHECK(near.mean() < 3);
  }
}

TEST_CASE("there is never more than allowed")
{
  for (unsigned const most : {1U, 2U, 5U, 8U}) {
    for (unsigned const fold : {1U, 3U}) {
      CAPTURE(most, fold);
      Load load({.least_writers = std::min(2U, most), .most_writers = most, .most_fold = fold});
      for (int i = 0; i < 2000; ++i) {
        load.carry(1, far_away(0.2));
        REQUIRE(load.flow().writers() <= most);
        REQUIRE(load.flow().fold() <= fold);
      }
    }
  }
}

TEST_CASE("one writer and one fold stay so")
{
  Load load(FlowLimits{});
  load.carry(2000, far_away(0.2));
  CHECK(load.most() == 1);
}
