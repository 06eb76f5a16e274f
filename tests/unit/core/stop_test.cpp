#include "core/stop.hpp"

#include <catch2/catch.hpp>

#include <thread>

using namespace mysync;
using namespace std::chrono_literals;

TEST_CASE("nothing is requested at first, and waiting takes its time")
{
  Stop const stop;
  CHECK_FALSE(stop.requested());
  auto const before = std::chrono::steady_clock::now();
  CHECK_FALSE(stop.wait_for(20ms));
  CHECK(std::chrono::steady_clock::now() - before >= 20ms);
}

TEST_CASE("the first reason to stop stays")
{
  Stop stop;
  stop.request(StopReason::terminate);
  stop.request(StopReason::interrupt);
  CHECK(stop.requested());
  CHECK(stop.reason() == StopReason::terminate);
}

TEST_CASE("a stop that was requested before leaves nothing to wait for")
{
  Stop stop;
  stop.request(StopReason::duration);
  CHECK(stop.wait_for(std::chrono::milliseconds::max()));
}

TEST_CASE("a request wakes everybody who waits, however long they meant to")
{
  Stop stop;
  std::atomic<int> woken = 0;
  auto const wait = [&] { woken += stop.wait_for(std::chrono::milliseconds::max()) ? 1 : 0; };
  std::thread first(wait), second(wait);
  stop.request(StopReason::lease_lost);
  first.join();
  second.join();
  CHECK(woken == 2);
}
