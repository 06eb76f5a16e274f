#include "sync/pass.hpp"
#include "sync/reconcile.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <optional>
#include <vector>

using namespace mysync::sync;
using namespace std::chrono_literals;

namespace {

constexpr auto near = 300us;

} // namespace

TEST_CASE("removals stop when they are more than 20 and more than the percentage")
{
  struct Example {
    std::uint64_t gone, documents;
    double percent;
    bool too_many;
  };
  for (auto const& [gone, documents, percent, too_many] : std::vector<Example>{
           {0, 0, 10, false},
           {20, 20, 10, false}, // all of a small collection
           {20, 20, 0, false},
           {21, 21, 10, true},
           {21, 210, 10, false}, // exactly the percentage
           {22, 219, 10, true},
           {21, 209, 10, true},
           {1000, 10'000, 10, false},
           {1001, 10'000, 10, true},
           {21, 1'000'000, 0, true},
           {1'000'000, 1'000'000, 100, false},
           {50, 10'000, 0.5, false},
           {51, 10'000, 0.5, true},
       }) {
    CAPTURE(gone, documents, percent);
    CHECK(too_many_gone(gone, documents, percent) == too_many);
  }
}

TEST_CASE("batches of all tables at once stay within 20 MiB")
{
  constexpr std::size_t budget = std::size_t{20} << 20U;
  constexpr std::size_t batches_of_a_table = 4;
  for (unsigned tables = 1; tables <= 64; ++tables) {
    CAPTURE(tables);
    auto const limits = batch_limits(1000, tables);
    CHECK(limits.documents == 1000);
    CHECK(limits.bytes * batches_of_a_table * tables <= budget);
    CHECK(limits.bytes > 0);
  }
}

TEST_CASE("a batch is never larger than 4 MiB, and no table counts as one")
{
  CHECK(batch_limits(5, 1).bytes == std::size_t{4} << 20U);
  CHECK(batch_limits(5, 0).bytes == batch_limits(5, 1).bytes);
  CHECK(batch_limits(5, 4).bytes == (std::size_t{20} << 20U) / 16);
  CHECK(batch_limits(100'000, 4).documents == 100'000);
  CHECK(batch_limits(std::nullopt, 4).documents == 1000); // as sync.toml.example says
}

TEST_CASE("a run has eight writers for its readers together, and two or one for each at least")
{
  struct Example {
    unsigned readers, tables, least, most;
  };
  for (auto const& [readers, tables, least, most] : std::vector<Example>{
           {1, 1, 2, 8},
           {1, 2, 2, 4},
           {1, 4, 2, 2},
           {1, 64, 2, 2},
           {2, 1, 1, 4},
           {2, 4, 1, 1},
           {4, 1, 1, 2},
           {16, 16, 1, 1},
           {0, 0, 2, 8},
       }) {
    CAPTURE(readers, tables);
    auto const limits = flow_limits(std::nullopt, readers, tables, near);
    CHECK(limits.least_writers == least);
    CHECK(limits.most_writers == most);
  }
}

TEST_CASE("batches grow to four times as many documents unless their size is configured")
{
  CHECK(flow_limits(std::nullopt, 1, 1, near).most_fold == 4);
  CHECK(flow_limits(1000, 1, 1, near).most_fold == 1);
}

TEST_CASE("a load begins with two batches under way for each millisecond to the target")
{
  struct Example {
    std::chrono::microseconds round_trip;
    unsigned readers, tables, first;
  };
  for (auto const& [round_trip, readers, tables, first] : std::vector<Example>{
           {0us, 1, 1, 0},
           {400us, 1, 1, 0},
           {5ms, 1, 1, 10},
           {10ms, 2, 1, 10},
           {10ms, 2, 4, 2},
           {20ms, 1, 1, 32},
           {1h, 1, 1, 32},
           {-1s, 0, 0, 0},
       }) {
    CAPTURE(round_trip.count(), readers, tables);
    CHECK(flow_limits(std::nullopt, readers, tables, round_trip).first == first);
  }
}

TEST_CASE("rows set aside are too many when they are more than 100 and more than the percentage")
{
  struct Example {
    std::uint64_t refused, rows;
    double percent;
    bool too_many;
  };
  for (auto const& [refused, rows, percent, too_many] : std::vector<Example>{
           {0, 0, 1, false},
           {100, 100, 1, false}, // all of a small table
           {101, 101, 1, true},
           {101, 10'100, 1, false}, // exactly the percentage
           {101, 10'099, 1, true},
           {150, 40'000, 1, false},
           {101, 1'000'000, 0, true},
           {1'000'000, 1'000'000, 100, false},
       }) {
    CAPTURE(refused, rows, percent);
    CHECK(too_many_refused(refused, rows, percent) == too_many);
  }
}
