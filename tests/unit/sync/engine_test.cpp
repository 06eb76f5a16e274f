// The loop that everything else serves, with a source and a target that are lambdas: whatever fails
// and wherever it is interrupted, going on from what was remembered leaves no row behind.

#include "core/error.hpp"
#include "positions.hpp"
#include "sync/pass.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <map>
#include <mutex>
#include <random>

using namespace mysync;
using namespace mysync::sync;
using namespace mysync::test;

namespace {

/// (cursor, key): what a table is read by. Many rows share a cursor.
using Place = std::pair<int, int>;

Position position_of(Place const& place)
{
  return {text_value(std::to_string(place.first)), text_value(std::to_string(place.second))};
}

Place place_of(Position const& position)
{
  return {std::stoi(position.at(0).value), std::stoi(position.at(1).value)};
}

/// Rows in order, read behind a position; a target that counts arrivals; and the state between
/// runs.
class Stage {
public:
  explicit Stage(std::vector<Place> rows) : rows_(std::move(rows)) {}

  /// Fails the write of the nth batch (from 1), or stops after the nth row.
  struct Accident {
    int failing_batch = 0;
    int stop_after_rows = 0;
  };

  /// One pass from what is remembered.
  PassEnd run(std::size_t batch_size, Accident const& accident)
  {
    auto at = remembered_ ? std::upper_bound(rows_.begin(), rows_.end(), place_of(*remembered_))
                          : rows_.begin();
    auto last = at;
    int read = 0;
    std::atomic<int> batches{0};
    std::atomic<bool> failed{false};
    auto const write = [&](Batch const& batch) {
      if (++batches == accident.failing_batch) {
        failed = true;
        throw failure(Fault::target, "the write failed");
      }
      std::lock_guard const lock(mutex_);
      for (auto const octet : batch.bytes) ++arrived_[rows_.at(octet)];
    };
    auto const remember = [&](Position const& position) {
      if (remembered_ && place_of(*remembered_) >= place_of(position)) went_back_ = true;
      remembered_ = position;
    };
    Flow flow({.least_writers = 1, .most_writers = 4}); // grows in the midst of it, or does not
    Writers writers({write, write, write, write}, remember, flow, 1000);
    Cell const cell{};
    Pump const steps{
        .next = [&]() -> std::optional<Row> {
          if (at == rows_.end()) return std::nullopt;
          last = at++;
          ++read;
          return Row(&cell, 1);
        },
        .position = [&] { return position_of(*last); },
        .encode =
            [&](Row, Batch& batch) {
              batch.bytes.push_back(static_cast<std::uint8_t>(last - rows_.begin()));
              ++batch.rows;
            },
        .submit = [&](Batch batch) { return writers.submit(std::move(batch)); },
        .stopped =
            [&] { return accident.stop_after_rows > 0 && read >= accident.stop_after_rows; }};
    auto const end = pump(steps, {.documents = batch_size, .bytes = 1000});
    writers.finish();
    CHECK_FALSE(failed); // or finish would have thrown
    return end;
  }

  /// What is remembered never went back, and every row up to it has arrived.
  bool kept_its_word() const
  {
    if (went_back_) return false;
    return !remembered_ || std::ranges::all_of(rows_, [&](Place const& row) {
      return row > place_of(*remembered_) || arrived_.contains(row);
    });
  }
  bool all_arrived() const { return arrived_.size() == rows_.size(); }
  std::optional<Position> const& remembered() const { return remembered_; }
  int arrivals(Place const& row) const { return arrived_.contains(row) ? arrived_.at(row) : 0; }

private:
  std::vector<Place> rows_;
  std::optional<Position> remembered_;
  bool went_back_ = false;
  std::mutex mutex_;
  std::map<Place, int> arrived_;
};

std::vector<Place> equal_times(int rows)
{
  std::vector<Place> made;
  for (int i = 0; i < rows; ++i) made.emplace_back(7, i);
  return made;
}

} // namespace

TEST_CASE("rows with one timestamp across every batch edge arrive once each")
{
  for (std::size_t size = 1; size <= 8; ++size) {
    CAPTURE(size);
    Stage stage(equal_times(7));
    CHECK(stage.run(size, {}) == PassEnd::complete);
    CHECK(stage.all_arrived());
    for (int i = 0; i < 7; ++i) CHECK(stage.arrivals({7, i}) == 1);
    CHECK(stage.remembered() == position_of({7, 6}));
  }
}

TEST_CASE(
    "an interrupted pass goes on behind the row it was stopped at, among equal timestamps too")
{
  for (int stop_after = 1; stop_after <= 7; ++stop_after) {
    CAPTURE(stop_after);
    Stage stage(equal_times(8));
    CHECK(stage.run(3, {.stop_after_rows = stop_after}) == PassEnd::stopped);
    CHECK(stage.remembered() == position_of({7, stop_after - 1}));
    CHECK(stage.run(3, {}) == PassEnd::complete);
    for (int i = 0; i < 8; ++i) CHECK(stage.arrivals({7, i}) == 1);
  }
}

TEST_CASE("a batch whose write failed is not remembered, and comes again")
{
  for (int failing = 1; failing <= 4; ++failing) {
    CAPTURE(failing);
    Stage stage(equal_times(8));
    CHECK_THROWS_WITH(stage.run(2, {.failing_batch = failing}), "the write failed");
    CHECK(stage.kept_its_word());
    CHECK_FALSE(stage.all_arrived());
    CHECK(stage.run(2, {}) == PassEnd::complete);
    CHECK(stage.all_arrived());
  }
}

TEST_CASE("after any series of accidents every row has arrived")
{
  std::mt19937 random(7);
  auto const below = [&](unsigned limit) { return static_cast<int>(random() % limit); };
  for (int round = 0; round < 300; ++round) {
    std::vector<Place> rows;
    auto const count = 1 + below(120);
    for (int i = 0; i < count; ++i) rows.emplace_back(i / (1 + below(9)), i);
    std::ranges::sort(rows);
    Stage stage(rows);
    auto const size = static_cast<std::size_t>(1 + below(7));
    bool complete = false;
    while (!complete) {
      Stage::Accident const accident{.failing_batch = below(3) == 0 ? 1 + below(6) : 0,
                                     .stop_after_rows = below(3) == 0 ? 1 + below(40) : 0};
      try {
        complete = stage.run(size, accident) == PassEnd::complete;
      } catch (Error const&) {
        complete = false;
      }
      REQUIRE(stage.kept_its_word());
    }
    REQUIRE(stage.all_arrived());
    REQUIRE(stage.remembered() == position_of(rows.back()));
  }
}
