// Writers beyond the least: begun as their number grows, busy within the bytes allowed.

#include "positions.hpp"
#include "sync/writers.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

using namespace mysync;
using namespace mysync::sync;
using namespace mysync::test;

namespace {

constexpr FlowLimits one_to_four{.least_writers = 1, .most_writers = 4};

/// A flow that has found four writers better than one.
Flow grown()
{
  Flow flow(one_to_four);
  Flow::Moment now{};
  while (flow.writers() < 4) {
    auto const time = std::chrono::milliseconds(40 / flow.writers());
    flow.waited(time);
    now += time;
    flow.acknowledged(1000, now);
  }
  return flow;
}

constexpr std::size_t batch_bytes = 1000;

Batch batch_of_bytes(std::uint64_t number)
{
  auto batch = batch_at(number);
  batch.bytes.resize(batch_bytes);
  return batch;
}

/// Batches queued or being written, at most, with four writers and such a limit.
std::uint64_t most_on_way(std::size_t limit)
{
  auto flow = grown();
  std::atomic<std::uint64_t> written{0};
  auto const write = [&](Batch const&) {
    std::this_thread::sleep_for(std::chrono::microseconds(200));
    ++written;
  };
  Writers writers(
      std::vector<WriteBatch>(4, write), [](Position const&) {}, flow, limit);
  std::uint64_t most = 0;
  for (std::uint64_t submitted = 1; submitted <= 100; ++submitted) {
    writers.submit(batch_of_bytes(submitted));
    most = std::max(most, submitted - written);
  }
  writers.finish();
  return most;
}

} // namespace

TEST_CASE("there are as many writers as the flow says at the time")
{
  Flow flow(one_to_four);
  std::atomic<int> busy{0}, most{0};
  auto const write = [&](Batch const&) {
    most = std::max<int>(most, ++busy);
    std::this_thread::sleep_for(std::chrono::milliseconds(1)); // so far away is the target
    --busy;
  };
  Writers writers(
      std::vector<WriteBatch>(4, write), [](Position const&) {}, flow, std::size_t{1} << 20U);
  writers.submit(batch_at(1));
  writers.finish();
  CHECK(most == 1);
  auto const deadline = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  for (std::uint64_t i = 2; most < 2; ++i) {
    REQUIRE(std::chrono::steady_clock::now() < deadline);
    writers.submit(batch_at(i));
  }
  writers.finish();
}

TEST_CASE("more than the least writers are busy only within the bytes they may have on their way")
{
  CHECK(most_on_way(2 * batch_bytes) <= 3); // with the one that is queued
  CHECK(most_on_way(0) <= 2);               // one is written and one is queued, whatever their size
}

TEST_CASE("batches keep no more memory between them than may be written at once")
{
  auto flow = grown();
  Writers writers(
      std::vector<WriteBatch>(4, [](Batch const&) {}), [](Position const&) {}, flow,
      2 * batch_bytes);
  for (std::uint64_t i = 1; i <= 40; ++i) writers.submit(batch_of_bytes(i));
  writers.finish();
  std::size_t memory = 0;
  for (int i = 0; i < 100; ++i) memory += writers.submit({}).bytes.capacity();
  CHECK(memory > 0);
  CHECK(memory <= 2 * batch_bytes);
}

TEST_CASE("all writers are busy at once when the bytes allow it")
{
  auto flow = grown();
  std::atomic<int> busy{0};
  auto const deadline = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  auto const write = [&](Batch const&) {
    ++busy;
    while (busy < 4 && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
  };
  Writers writers(
      std::vector<WriteBatch>(4, write), [](Position const&) {}, flow, 4 * batch_bytes);
  for (std::uint64_t i = 1; i <= 4; ++i) writers.submit(batch_of_bytes(i));
  writers.finish();
  CHECK(std::chrono::steady_clock::now() < deadline);
}
