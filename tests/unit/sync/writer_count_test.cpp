#include "sync/writer_count.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <random>
#include <vector>

using namespace mysync::sync;

namespace {

using namespace std::chrono_literals;

/// Batches a second that so many writers carry.
using Target = std::function<double(unsigned)>;

/// A target each of whose answers takes so long, however many are asked for at once.
Target far_away(double seconds)
{
  return [seconds](unsigned writers) { return writers / seconds; };
}

/// A target that carries so much, whoever asks.
Target busy(double rate)
{
  return [rate](unsigned) { return rate; };
}

WriterCount::Moment::duration in_seconds(double seconds)
{
  return std::chrono::duration_cast<WriterCount::Moment::duration>(
      std::chrono::duration<double>(seconds));
}

/// A load: a reader that makes so many batches a second, and writers.
class Load {
public:
  Load(WriterCount& count, double reader) : count_(count), reader_(reader) { count_.begin(now_); }

  /// Chance makes each batch up to so much quicker or slower.
  void carry(unsigned batches, Target const& target, double chance = 0)
  {
    std::uniform_real_distribution<double> quicker(1 - chance, 1 + chance);
    for (unsigned i = 0; i < batches; ++i) {
      auto const writers = target(count_.count());
      auto const seconds = quicker(random_) / std::min(writers, reader_);
      auto const read = 1 / reader_;
      if (seconds > read) count_.waited(in_seconds(seconds - read));
      now_ += in_seconds(seconds);
      count_.acknowledged(1000, now_);
      most_ = std::max(most_, count_.count());
      sum_ += count_.count();
      ++carried_;
    }
  }
  unsigned most() const { return most_; }
  double mean() const { return static_cast<double>(sum_) / carried_; }
  void pause(WriterCount::Moment::duration time) { now_ += time; }
  void begin() { count_.begin(now_); }

private:
  WriterCount& count_;
  double reader_;
  WriterCount::Moment now_{};
  std::minstd_rand random_{20};
  unsigned most_ = 0, carried_ = 0;
  std::uint64_t sum_ = 0;
};

constexpr double reader = 1000;

} // namespace

TEST_CASE("a target that is quicker than the reader has the least writers")
{
  WriterCount count(2, 32);
  Load load(count, reader);
  load.carry(2000, far_away(0.001));
  CHECK(load.most() == 2);
}

TEST_CASE("a target far away has as many writers as it takes to keep up with the reader")
{
  for (auto const& [seconds, writers] :
       {std::pair{0.004, 4U}, std::pair{0.01, 16U}, std::pair{0.02, 32U}, std::pair{0.2, 32U}}) {
    CAPTURE(seconds);
    WriterCount count(2, 32);
    Load load(count, reader);
    load.carry(200, far_away(seconds));
    CHECK(load.most() == writers);
    load.carry(20'000, far_away(seconds), 0.3);
    CHECK(load.mean() > 0.9 * writers);
  }
}

TEST_CASE("a busy target is left with the least writers but for a try now and then")
{
  WriterCount count(2, 32);
  Load load(count, reader);
  load.carry(20'000, busy(50));
  CHECK(load.most() == 4);
  CHECK(load.mean() < 2.1);
}

TEST_CASE("what looked better by chance alone does not last")
{
  WriterCount count(2, 32);
  Load load(count, reader);
  load.carry(200'000, busy(50), 0.8);
  CHECK(load.mean() < 5);
}

TEST_CASE("a target that grows slow under too many has fewer")
{
  WriterCount count(2, 32);
  Load load(count, reader);
  auto const overloaded = [](unsigned writers) {
    return 100.0 * writers / (1 + std::pow(writers / 8.0, 3));
  };
  load.carry(20'000, overloaded, 0.2);
  CHECK(load.mean() < 8);
  CHECK(load.mean() > 3);
}

TEST_CASE("a target that came near again has fewer writers, one that went away more")
{
  WriterCount count(2, 32);
  Load load(count, reader);
  load.carry(1000, far_away(0.02));
  REQUIRE(count.count() == 32);
  load.carry(20'000, far_away(0.0005));
  CHECK(count.count() == 2);
  load.carry(5'000, far_away(0.02));
  CHECK(count.count() >= 16);
}

TEST_CASE("the time between two passes is not the writers'")
{
  WriterCount count(2, 32);
  Load load(count, reader);
  for (int pass = 0; pass < 20; ++pass) {
    load.carry(100, far_away(0.02));
    load.pause(1s);
    load.begin();
  }
  CHECK(count.count() == 32);
}

TEST_CASE("there are never more writers than allowed")
{
  for (unsigned const most : {1U, 2U, 5U}) {
    WriterCount count(std::min(2U, most), most);
    Load load(count, reader);
    load.carry(2000, far_away(0.2));
    CHECK(load.most() <= most);
  }
}
