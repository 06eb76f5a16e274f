#include "sync/lease_keeper.hpp"

#include "support/mongo_server.hpp"

#include <catch2/catch.hpp>

#include <cstdio>
#include <memory>

using namespace mysync;
using namespace mysync::sync;
using namespace mysync::test;
using namespace std::chrono_literals;

namespace {

struct Place {
  MongoDatabase database;
  std::FILE* file = std::tmpfile();
  Log log{file, LogFormat::text, LogLevel::debug};
  Stop stop;
  mongo::LeaseDocument document{database.target(), "_sync_state", "shop"};

  Place() = default;
  ~Place() { std::fclose(file); }
  Place(Place const&) = delete;
  Place& operator=(Place const&) = delete;

  std::unique_ptr<LeaseKeeper> keeper(std::string const& run,
                                      std::chrono::milliseconds duration = 1h)
  {
    LeaseRequest const request{"_sync_state", "shop", run, duration};
    return std::make_unique<LeaseKeeper>(database.target(), request, log, stop);
  }
  std::string logged() const
  {
    std::fseek(file, 0, SEEK_END);
    std::string text(static_cast<std::size_t>(std::ftell(file)), '\0');
    std::rewind(file);
    text.resize(std::fread(text.data(), 1, text.size(), file));
    return text;
  }
};

template <class Condition> void wait_for(Condition const& condition)
{
  auto const deadline = std::chrono::steady_clock::now() + 30s;
  while (!condition()) {
    REQUIRE(std::chrono::steady_clock::now() < deadline);
    std::this_thread::sleep_for(5ms);
  }
}

} // namespace

TEST_CASE("a keeper holds the lease while it lives, and releases it")
{
  Place place;
  {
    auto const keeper = place.keeper("run-1");
    CHECK_NOTHROW(keeper->check());
    auto const view = place.document.read();
    REQUIRE(view.holder);
    CHECK(view.holder->run == "run-1");
    CHECK(view.holder->host == host_name());
    CHECK(view.token == keeper->token());
  }
  CHECK_FALSE(place.document.read().holder);
  CHECK_FALSE(place.stop.requested());
  CHECK(place.logged().empty());
}

TEST_CASE("a lease that is held is refused as busy, naming who holds it")
{
  Place place;
  auto const first = place.keeper("run-1");
  try {
    place.keeper("run-2");
    FAIL("the lease was given twice");
  } catch (Error const& error) {
    CHECK(error.fault() == Fault::busy);
    CHECK_THAT(error.what(),
               Catch::Contains("pipeline shop") && Catch::Contains("run run-1 on " + host_name()));
  }
  CHECK(place.document.read().holder->run == "run-1");
}

TEST_CASE("a keeper takes over from a dead holder with a larger token, and says so")
{
  Place place;
  REQUIRE(place.document.take(place.document.read(), {"db9", 77, "dead"}, 50ms));
  auto const old = place.document.read().token;
  wait_for([&] { return place.document.read_with_age().expired(); });
  auto const keeper = place.keeper("run-2");
  CHECK(keeper->token() > old);
  CHECK_THAT(place.logged(),
             Catch::Contains("run dead on db9 (pid 77) died without releasing the lease"));
}

TEST_CASE("a keeper renews its lease for longer than the lease lasts")
{
  Place place;
  auto const keeper = place.keeper("run-1", 3s);
  auto const since = std::chrono::steady_clock::now();
  wait_for([&] { return std::chrono::steady_clock::now() - since > 4s; });
  CHECK_NOTHROW(keeper->check());
  CHECK_FALSE(place.document.read_with_age().expired());
}

TEST_CASE("a keeper that lost its lease asks the run to stop, lets nothing be written, and "
          "releases nothing")
{
  Place place;
  {
    auto const keeper = place.keeper("run-1", 600ms);
    mongo::Documents const documents(place.database.target(), "_sync_state");
    mongo::Bson const taken =
        mongo::Builder().add("token", keeper->token() + 1).add("holder.run", "run-2").take();
    mongo::Bson const shop = mongo::Builder().add("_id", "shop").take();
    REQUIRE(documents.update_one(*shop.get(), *mongo::Builder().add("$set", taken).take().get()) ==
            1);
    wait_for([&] { return place.stop.requested(); });
    CHECK(place.stop.reason() == StopReason::lease_lost);
    try {
      keeper->check();
      FAIL("a write was let through");
    } catch (Error const& error) {
      CHECK(error.fault() == Fault::busy);
    }
  }
  REQUIRE(place.document.read().holder);
  CHECK(place.document.read().holder->run == "run-2");
}
