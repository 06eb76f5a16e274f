#include "sync/pass.hpp"

#include "positions.hpp"

#include <catch2/catch.hpp>

using namespace mysync;
using namespace mysync::sync;
using namespace mysync::test;

namespace {

/// Rows 1, 2, … `rows`; each is `bytes_per_row` octets in its batch. What is submitted is kept.
struct FakePass {
  std::uint64_t rows = 0;
  std::size_t bytes_per_row = 1;
  std::uint64_t stop_after = UINT64_MAX;
  std::uint64_t read = 0;
  std::vector<Batch> submitted;

  PassEnd run(BatchLimits const& limits)
  {
    Cell const cell{};
    return pump({.next = [&]() -> std::optional<Row> {
                   if (read == rows) return std::nullopt;
                   ++read;
                   return Row(&cell, 1);
                 },
                 .position = [&] { return position_at(read); },
                 .encode =
                     [&](Row, Batch& batch) {
                       ++batch.rows;
                       batch.bytes.resize(batch.bytes.size() + bytes_per_row);
                     },
                 .submit =
                     [&](Batch batch) {
                       submitted.push_back(std::move(batch));
                       return Batch{};
                     },
                 .stopped = [&] { return read >= stop_after; }},
                limits);
  }

  std::vector<std::uint64_t> sizes() const
  {
    std::vector<std::uint64_t> result;
    for (auto const& batch : submitted) result.push_back(batch.rows);
    return result;
  }
  std::vector<std::string> positions() const
  {
    std::vector<std::string> result;
    for (auto const& batch : submitted) result.push_back(batch.position.at(0).value);
    return result;
  }
};

using Sizes = std::vector<std::uint64_t>;
using Texts = std::vector<std::string>;

} // namespace

TEST_CASE(
    "rows are handed over in full batches and a last one, each at the position of its last row")
{
  struct Example {
    std::uint64_t rows;
    Sizes sizes;
    Texts positions;
  };
  for (auto const& [rows, sizes, positions] : std::vector<Example>{
           {0, {}, {}},
           {1, {1}, {"1"}},
           {2, {2}, {"2"}},
           {3, {3}, {"3"}}, // exactly full: no empty batch follows
           {4, {3, 1}, {"3", "4"}},
           {6, {3, 3}, {"3", "6"}},
           {7, {3, 3, 1}, {"3", "6", "7"}},
       }) {
    CAPTURE(rows);
    FakePass pass{.rows = rows};
    CHECK(pass.run({.documents = 3, .bytes = 1000}) == PassEnd::complete);
    CHECK(pass.sizes() == sizes);
    CHECK(pass.positions() == positions);
  }
}

TEST_CASE("a batch is full by its bytes as well, with the row that filled it")
{
  FakePass pass{.rows = 7, .bytes_per_row = 40};
  CHECK(pass.run({.documents = 1000, .bytes = 100}) == PassEnd::complete);
  CHECK(pass.sizes() == Sizes{3, 3, 1});
  FakePass large{.rows = 3, .bytes_per_row = 500};
  large.run({.documents = 1000, .bytes = 100});
  CHECK(large.sizes() == Sizes{1, 1, 1});
}

TEST_CASE("a stop ends the reading, and what was read is still handed over")
{
  struct Example {
    std::uint64_t stop_after;
    Sizes sizes;
    Texts positions;
  };
  for (auto const& [stop_after, sizes, positions] : std::vector<Example>{
           {1, {1}, {"1"}},
           {3, {3}, {"3"}},
           {4, {3, 1}, {"3", "4"}},
           {5, {3, 2}, {"3", "5"}},
       }) {
    CAPTURE(stop_after);
    FakePass pass{.rows = 100, .stop_after = stop_after};
    CHECK(pass.run({.documents = 3, .bytes = 1000}) == PassEnd::stopped);
    CHECK(pass.read == stop_after);
    CHECK(pass.sizes() == sizes);
    CHECK(pass.positions() == positions);
  }
}

TEST_CASE("a pass that was asked to stop at its very end does not count as complete")
{
  FakePass pass{.rows = 3, .stop_after = 3};
  CHECK(pass.run({.documents = 3, .bytes = 1000}) == PassEnd::stopped);
}

TEST_CASE("a row that was set aside travels with its batch")
{
  std::vector<Batch> submitted;
  Cell const cell{};
  int left = 2;
  pump({.next = [&] { return left-- > 0 ? std::optional(Row(&cell, 1)) : std::nullopt; },
        .position = [] { return position_at(2); },
        .encode =
            [](Row, Batch& batch) {
              ++batch.rows;
              batch.refused.emplace_back();
            },
        .submit =
            [&](Batch batch) {
              submitted.push_back(std::move(batch));
              return Batch{};
            },
        .stopped = [] { return false; }},
       {});
  REQUIRE(submitted.size() == 1);
  CHECK(submitted[0].documents.empty());
  CHECK(submitted[0].refused.size() == 2);
}

TEST_CASE("an error of the read hands nothing more over")
{
  std::uint64_t read = 0;
  std::vector<Batch> submitted;
  Cell const cell{};
  Pump const steps{.next = [&]() -> std::optional<Row> {
                     if (++read == 5) throw failure(Fault::source, "the read did not end well");
                     return Row(&cell, 1);
                   },
                   .position = [&] { return position_at(read); },
                   .encode = [](Row, Batch& batch) { ++batch.rows; },
                   .submit =
                       [&](Batch batch) {
                         submitted.push_back(std::move(batch));
                         return Batch{};
                       },
                   .stopped = [] { return false; }};
  CHECK_THROWS_WITH(pump(steps, {.documents = 3, .bytes = 1000}), "the read did not end well");
  REQUIRE(submitted.size() == 1);
  CHECK(submitted[0].position == position_at(3));
}
