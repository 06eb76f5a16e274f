// What every target has to do for the lease: one holder at a time, judged by the target's clock.

#include "mongo/lease.hpp"
#include "mongo/state.hpp"

#include "support/mongo_server.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <thread>

using namespace mysync;
using namespace mysync::mongo;
using namespace mysync::test;
using namespace std::chrono_literals;

namespace {

struct Place {
  MongoDatabase database;
  LeaseDocument lease{database.target(), "_sync_state", "shop"};

  /// Takes the lease as it stands and returns its token; 0 when somebody was faster.
  std::int64_t take(std::string const& run, std::chrono::milliseconds duration = 1h) const
  {
    if (!lease.take(lease.read_with_age(), {"host", 12, run}, duration)) return 0;
    return lease.read().token;
  }
  void wait_until_expired() const
  {
    auto const deadline = std::chrono::steady_clock::now() + 30s;
    while (!lease.read_with_age().expired()) REQUIRE(std::chrono::steady_clock::now() < deadline);
  }
};

} // namespace

TEST_CASE("a lease that nobody ever took is free")
{
  Place const place;
  auto const view = place.lease.read_with_age();
  CHECK_FALSE(view.holder);
  CHECK(view.token == 0);
  CHECK(place.database.texts("_sync_state").empty());
}

TEST_CASE("who takes the lease holds it, under a token that no clock has reached")
{
  Place const place;
  auto const token = place.take("run-1");
  CHECK(token > 1'700'000'000);
  auto const view = place.lease.read_with_age();
  REQUIRE(view.holder);
  CHECK(view.holder->host == "host");
  CHECK(view.holder->pid == 12);
  CHECK(view.holder->run == "run-1");
  CHECK(view.duration == 1h);
  CHECK(view.age >= 0ms);
  CHECK(view.age < 1min);
  CHECK_FALSE(view.expired());
}

TEST_CASE("a held lease is not taken by who saw it free")
{
  Place const place;
  auto const free = place.lease.read();
  REQUIRE(place.take("run-1") > 0);
  CHECK_FALSE(place.lease.take(free, {"host", 13, "run-2"}, 1h));
  CHECK(place.lease.read().holder->run == "run-1");

  place.lease.release("run-1", place.lease.read().token);
  auto const free_again = place.lease.read();
  REQUIRE(place.take("run-3") > 0);
  CHECK_FALSE(place.lease.take(free_again, {"host", 13, "run-2"}, 1h));
  CHECK(place.lease.read().holder->run == "run-3");
}

TEST_CASE("a lease that is not renewed expires, and its next holder has a larger token")
{
  Place const place;
  auto const first = place.take("run-1", 50ms);
  REQUIRE(first > 0);
  place.wait_until_expired();
  auto const second = place.take("run-2");
  CHECK(second > first);
  CHECK(place.lease.read().holder->run == "run-2");
  CHECK_FALSE(place.lease.read_with_age().expired());
}

TEST_CASE("a renewal makes the lease young again")
{
  Place const place;
  auto const token = place.take("run-1", 50ms);
  place.wait_until_expired();
  auto const before = place.lease.read_with_age().renewed;
  CHECK(place.lease.renew("run-1", token));
  CHECK(place.lease.read_with_age().renewed > before); // its age depends on how busy the machine is
}

TEST_CASE("a lease that its holder renews after it was seen expired is not taken away")
{
  Place const place;
  auto const token = place.take("sleeper", 50ms);
  place.wait_until_expired();
  auto const seen = place.lease.read_with_age();
  REQUIRE(seen.expired());
  REQUIRE(place.lease.renew("sleeper", token));
  CHECK_FALSE(place.lease.take(seen, {"host", 13, "run-2"}, 1h));
  CHECK(place.lease.read().holder->run == "sleeper");
}

TEST_CASE("after a take-over the former holder can neither renew nor release")
{
  Place const place;
  auto const first = place.take("run-1", 50ms);
  place.wait_until_expired();
  auto const second = place.take("run-2");
  CHECK_FALSE(place.lease.renew("run-1", first));
  place.lease.release("run-1", first);
  CHECK(place.lease.read().holder->run == "run-2");
  CHECK(place.lease.renew("run-2", second));
}

TEST_CASE("a released lease is free at once, its token still grows")
{
  Place const place;
  auto const first = place.take("run-1");
  place.lease.release("run-1", first);
  CHECK_FALSE(place.lease.read_with_age().holder);
  CHECK(place.take("run-2") > first);
}

TEST_CASE("a lease document that somebody removed comes back with a token beyond the old ones")
{
  Place const place;
  auto const first = place.take("run-1");
  Documents const documents(place.database.target(), "_sync_state");
  documents.remove(*Bson().get());
  CHECK_FALSE(place.lease.renew("run-1", first));
  auto const second = place.take("run-2");
  CHECK(second >= first);                          // the same when no second has passed, …
  CHECK_FALSE(place.lease.renew("run-1", second)); // … which then is no other run's
  place.lease.release("run-1", second);
  CHECK(place.lease.read().holder->run == "run-2");
}

TEST_CASE(
    "a lease document that is made anew, or was lowered, has a token beyond what tables remember")
{
  Place const place;
  State const state(place.database.target(), "_sync_state", "shop");
  auto const ahead = place.take("run-1") + 3600; // of a host whose clock is an hour ahead
  TableRecord record;
  record.table = "orders";
  state.write(record, ahead);
  Documents const documents(place.database.target(), "_sync_state");
  Bson const lease = Builder().add("_id", "shop").take();
  SECTION("it was removed") { documents.remove(*lease.get()); }
  SECTION("it was lowered")
  {
    Bson const fields = Builder().add("token", 7).add_null("holder").take();
    REQUIRE(documents.update_one(*lease.get(), *Builder().add("$set", fields).take().get()) == 1);
  }
  auto const token = place.take("run-2");
  CHECK(token > ahead);
  state.write(record, token);
}

TEST_CASE("leases of different pipelines know nothing of each other")
{
  Place const place;
  LeaseDocument const other(place.database.target(), "_sync_state", "shop2");
  REQUIRE(place.take("run-1") > 0);
  CHECK_FALSE(other.read().holder);
  CHECK(other.take(other.read(), {"host", 1, "run-2"}, 1h));
}

TEST_CASE("of many who see the lease free, or its holder dead, exactly one takes it")
{
  constexpr int rivals = 4;
  Place const place;
  for (int round = 0; round < 8; ++round) {
    CAPTURE(round);
    if (round > 0) place.wait_until_expired();
    auto const seen = place.lease.read_with_age();
    std::atomic<int> ready{0}, winners{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < rivals; ++i) {
      threads.emplace_back([&, i] {
        LeaseDocument const own(place.database.target(), "_sync_state", "shop");
        ++ready;
        while (ready < rivals) std::this_thread::yield();
        if (own.take(seen, {"host", i, fmt::format("run-{}-{}", round, i)}, 20ms)) ++winners;
      });
    }
    for (auto& thread : threads) thread.join();
    CHECK(winners == 1);
    CHECK(place.lease.read().token > seen.token);
  }
}

TEST_CASE(
    "who takes over from a dead holder is to be careful for ten lease times, and so who follows")
{
  Place const place;
  auto const first = place.take("run-1", 50ms);
  CHECK(place.lease.read().careful() == 0);
  place.wait_until_expired();
  auto const second = place.take("run-2");
  CHECK(place.lease.read().careful() == second);
  auto const until = place.lease.read().careful_until;
  REQUIRE(until);
  CHECK(*until >= *place.lease.read().renewed + 500ms);
  place.lease.release("run-2", second);
  CHECK(place.take("run-3") > first);
  CHECK(place.lease.read().careful() == second);
}

TEST_CASE("a wish for care holds for the runs to come, until the lease times have passed")
{
  Place const place;
  REQUIRE(place.take("run-1") > 0);
  CHECK(place.lease.read().careful() == 0);
  place.lease.ask_for_care(100ms);
  place.lease.release("run-1", place.lease.read().token);
  REQUIRE(place.take("run-2") > 0);
  CHECK(place.lease.read().careful() > 0);
  place.lease.release("run-2", place.lease.read().token);
}

TEST_CASE("a wish for care where nobody ever held the lease is none")
{
  Place const place;
  place.lease.ask_for_care(1h);
  CHECK_FALSE(place.lease.read().careful_until);
}
