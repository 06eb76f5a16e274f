#include "sync/writers.hpp"

#include "core/error.hpp"
#include "positions.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <future>
#include <random>

using namespace mysync;
using namespace mysync::sync;
using namespace mysync::test;
using namespace std::chrono_literals;

namespace {

std::uint64_t number_of(Position const& position) { return std::stoull(position.front().value); }

/// What was remembered, in that order. Fails when two threads remember at once.
class Remembered {
public:
  Remember remember()
  {
    return [this](Position const& position) {
      if (inside_.exchange(true)) overlapped_ = true;
      positions_.push_back(number_of(position));
      inside_ = false;
    };
  }
  bool empty() const { return positions_.empty(); }
  /// For the test's own thread: Catch's assertions belong to it alone.
  std::vector<std::uint64_t> const& positions() const
  {
    CHECK_FALSE(overlapped_);
    return positions_;
  }

private:
  std::atomic<bool> inside_{false}, overlapped_{false};
  std::vector<std::uint64_t> positions_;
};

using Numbers = std::vector<std::uint64_t>;

std::vector<WriteBatch> same(std::size_t count, WriteBatch const& write)
{
  return std::vector<WriteBatch>(count, write);
}

struct FixedFlow {
  Flow fixed;
};

/// As many writers as there are ways to write.
class AllWriters : FixedFlow, public Writers {
public:
  AllWriters(std::vector<WriteBatch> writes, Remember remember)
      : FixedFlow{Flow(
            {static_cast<unsigned>(writes.size()), static_cast<unsigned>(writes.size())})},
        Writers(std::move(writes), std::move(remember), fixed, 1 << 20)
  {}
};

WriteBatch failing()
{
  return [](Batch const&) { throw failure(Fault::target, "the disk is full"); };
}

} // namespace

TEST_CASE("batches of one writer are written and remembered in order")
{
  Remembered remembered;
  Numbers written;
  AllWriters writers(
      same(1, [&](Batch const& batch) { written.push_back(number_of(batch.position)); }),
      remembered.remember());
  for (std::uint64_t i = 1; i <= 5; ++i) writers.submit(batch_at(i));
  writers.finish();
  CHECK(written == Numbers{1, 2, 3, 4, 5});
  CHECK(remembered.positions() == Numbers{1, 2, 3, 4, 5});
}

TEST_CASE("a batch that is written before an earlier one is remembered with it, not before")
{
  Remembered remembered;
  std::promise<void> second_written;
  auto const wait_for_second = second_written.get_future().share();
  std::atomic<bool> nothing_yet{true};
  AllWriters writers(same(2,
                          [&](Batch const& batch) {
                            if (number_of(batch.position) == 2) {
                              second_written.set_value();
                              return;
                            }
                            wait_for_second.wait();
                            nothing_yet = remembered.empty();
                          }),
                     remembered.remember());
  writers.submit(batch_at(1));
  writers.submit(batch_at(2));
  writers.finish();
  CHECK(nothing_yet);
  // The first may be acknowledged on its own while the second is still on its way to be.
  REQUIRE_FALSE(remembered.positions().empty());
  CHECK(remembered.positions().back() == 2);
}

TEST_CASE("the others write on while a position is remembered")
{
  Remembered remembered;
  auto const record = remembered.remember();
  std::promise<void> remembering, third_written;
  auto const first_is_remembered = remembering.get_future();
  auto const third_is_written = third_written.get_future();
  std::atomic<bool> in_vain{false};
  AllWriters writers(same(2,
                          [&](Batch const& batch) {
                            if (number_of(batch.position) == 2) first_is_remembered.wait();
                            if (number_of(batch.position) == 3) third_written.set_value();
                          }),
                     [&](Position const& position) {
                       record(position);
                       if (number_of(position) != 1) return;
                       remembering.set_value();
                       in_vain = third_is_written.wait_for(30s) != std::future_status::ready;
                     });
  for (std::uint64_t i = 1; i <= 3; ++i) writers.submit(batch_at(i));
  writers.finish();
  CHECK_FALSE(in_vain);
  CHECK(remembered.positions().back() == 3);
}

TEST_CASE(
    "whatever the writers' speed, positions only grow, end at the last, and pass nothing unwritten")
{
  constexpr std::uint64_t batches = 2000;
  for (std::size_t const count : {std::size_t{2}, std::size_t{3}}) {
    std::vector<std::atomic<bool>> written(batches + 1);
    Remembered remembered;
    auto const record = remembered.remember();
    std::atomic<bool> too_early{false};
    std::uint64_t checked = 0;
    AllWriters writers(same(count,
                            [&](Batch const& batch) {
                              thread_local std::minstd_rand random{std::random_device{}()};
                              for (auto spins = random() % 200; spins > 0; --spins)
                                std::this_thread::yield();
                              written[number_of(batch.position)] = true;
                            }),
                       [&](Position const& position) {
                         record(position);
                         for (; checked < number_of(position); ++checked) {
                           if (!written[checked + 1]) too_early = true;
                         }
                       });
    for (std::uint64_t i = 1; i <= batches; ++i) writers.submit(batch_at(i));
    writers.finish();
    auto const& positions = remembered.positions();
    CHECK_FALSE(too_early);
    CHECK(std::is_sorted(positions.begin(), positions.end(), std::less_equal<>()));
    REQUIRE_FALSE(positions.empty());
    CHECK(positions.back() == batches);
  }
}

TEST_CASE("no more batches exist than the writers and one queued")
{
  constexpr std::uint64_t writer_count = 2;
  std::atomic<std::uint64_t> written{0};
  AllWriters writers(same(writer_count,
                          [&](Batch const&) {
                            for (int spins = 0; spins < 20; ++spins) std::this_thread::yield();
                            ++written;
                          }),
                     [](Position const&) {});
  std::uint64_t most = 0;
  for (std::uint64_t submitted = 1; submitted <= 500; ++submitted) {
    writers.submit(batch_at(submitted));
    most = std::max(most, submitted - written);
  }
  writers.finish();
  CHECK(most <= writer_count + 1);
  CHECK(written == 500);
}

TEST_CASE("a batch without rows is not written")
{
  std::atomic<int> written{0};
  AllWriters writers(same(1, [&](Batch const&) { ++written; }), [](Position const&) {});
  writers.submit({});
  writers.finish();
  CHECK(written == 0);
}

TEST_CASE("what submit gives back is empty, and has the memory of a batch that was written")
{
  AllWriters writers(same(1, [](Batch const&) {}), [](Position const&) {});
  auto batch = batch_at(1);
  batch.bytes.resize(12'345);
  batch.refused.emplace_back();
  writers.submit(std::move(batch));
  writers.finish();
  auto const given = writers.submit(batch_at(2));
  CHECK(given.empty());
  CHECK(given.bytes.empty());
  CHECK(given.refused.empty());
  CHECK(given.position.empty());
  CHECK(given.bytes.capacity() >= 12'345);
}

TEST_CASE("a writer's error reaches who submits, within the batches that can be in flight")
{
  AllWriters writers(same(2, failing()), [](Position const&) {});
  std::string error;
  for (std::uint64_t i = 1; i <= 5 && error.empty(); ++i) {
    try {
      writers.submit(batch_at(i));
    } catch (Error const& thrown) {
      error = thrown.what();
    }
  }
  CHECK(error == "the disk is full");
  CHECK_THROWS_WITH(writers.submit(batch_at(9)), "the disk is full"); // and again
}

TEST_CASE("a writer's error reaches who waits for the end")
{
  AllWriters writers(same(1, failing()), [](Position const&) {});
  writers.submit(batch_at(1));
  CHECK_THROWS_WITH(writers.finish(), "the disk is full");
}

TEST_CASE("an error while a position is remembered is an error of the writer")
{
  AllWriters writers(same(2, [](Batch const&) {}),
                     [](Position const&) { throw failure(Fault::busy, "the lease was lost"); });
  writers.submit(batch_at(1));
  CHECK_THROWS_WITH(writers.finish(), "the lease was lost");
}

TEST_CASE("nothing behind a batch whose write failed is remembered")
{
  Remembered remembered;
  std::promise<void> others_written;
  auto const wait_for_others = others_written.get_future().share();
  {
    AllWriters writers(same(2,
                            [&](Batch const& batch) {
                              auto const number = number_of(batch.position);
                              if (number == 4) others_written.set_value();
                              if (number != 2) return;
                              wait_for_others.wait();
                              throw failure(Fault::target, "the disk is full");
                            }),
                       remembered.remember());
    for (std::uint64_t i = 1; i <= 4; ++i) writers.submit(batch_at(i));
    CHECK_THROWS_WITH(writers.finish(), "the disk is full");
  }
  CHECK(remembered.positions() == Numbers{1});
}

TEST_CASE("writers go away without finish, whether idle, busy or failed")
{
  {
    AllWriters const idle(same(3, [](Batch const&) {}), [](Position const&) {});
  }
  {
    AllWriters failed(same(2, failing()), [](Position const&) {});
    failed.submit(batch_at(1));
  }
  std::atomic<bool> sent{false};
  std::promise<void> begun;
  std::promise<void> leave;
  std::thread release([&] {
    begun.get_future().wait();
    leave.set_value();
  });
  {
    AllWriters busy(same(1,
                         [&](Batch const& batch) {
                           if (number_of(batch.position) != 1) return;
                           begun.set_value();
                           leave.get_future().wait();
                           sent = true;
                         }),
                    [](Position const&) {});
    busy.submit(batch_at(1));
    busy.submit(batch_at(2));
  }
  CHECK(sent); // what was being sent is waited for
  release.join();
}
