// What every target has to do for the state: whole records, fenced by the lease's token.

#include "mongo/run_record.hpp"
#include "mongo/state.hpp"

#include "mongo/lease.hpp"
#include "support/mongo_server.hpp"

#include <catch2/catch.hpp>

using namespace mysync;
using namespace mysync::mongo;
using namespace mysync::test;
using namespace std::chrono_literals;

namespace {

TableRecord record_of(std::string table, std::string watermark)
{
  TableRecord record;
  record.table = std::move(table);
  record.watermark = std::move(watermark);
  return record;
}

struct Place {
  MongoDatabase database;
  State state{database.target(), "_sync_state", "shop"};
};

Fault fault_of(std::function<void()> const& action)
{
  try {
    action();
  } catch (Error const& error) {
    return error.fault();
  }
  FAIL("nothing was thrown");
  return Fault::usage;
}

} // namespace

TEST_CASE("a table that was never written has no record")
{
  Place const place;
  CHECK_FALSE(place.state.read("orders"));
  CHECK(place.state.read_all().empty());
}

TEST_CASE("a record is read as it was written last, with all its parts")
{
  Place const place;
  auto record = record_of("orders", "2026-01-02 03:04:05");
  record.key = {"shop", "id"};
  record.snapshot =
      PassRecord{.horizon = "h",
                 .newest = "n",
                 .order = "o",
                 .position = Position{{PositionValue::Kind::text, "a"},
                                      {PositionValue::Kind::bytes, std::string("\0\xff", 2)},
                                      {PositionValue::Kind::null, ""}}};
  record.last_sync = TimePoint(1'700'000'000'123ms);
  place.state.write(record, 5);
  auto read = place.state.read("orders");
  REQUIRE(read);
  CHECK(read->watermark == record.watermark);
  CHECK(read->key == record.key);
  REQUIRE(read->snapshot);
  CHECK(read->snapshot->position == record.snapshot->position);
  CHECK(read->last_sync == record.last_sync);

  record.snapshot.reset();
  record.watermark = "2026-01-03 00:00:00";
  record.last_sync.reset();
  place.state.write(record, 5);
  read = place.state.read("orders");
  REQUIRE(read);
  CHECK(read->watermark == "2026-01-03 00:00:00");
  CHECK_FALSE(read->snapshot);
  CHECK_FALSE(read->last_sync);
  CHECK(place.database.texts("_sync_state").size() == 1);
}

TEST_CASE("a record is written only under a token that is not smaller than its own")
{
  Place const place;
  place.state.write(record_of("orders", "1"), 5);
  CHECK(fault_of([&] { place.state.write(record_of("orders", "2"), 4); }) == Fault::busy);
  CHECK(place.state.read("orders")->watermark == "1");
  place.state.write(record_of("orders", "3"), 5);
  place.state.write(record_of("orders", "4"), 6);
  CHECK(fault_of([&] { place.state.write(record_of("orders", "5"), 5); }) == Fault::busy);
  CHECK(place.state.read("orders")->watermark == "4");
}

TEST_CASE("a write that comes late, or once more, undoes no later one of the same holder")
{
  Place const place;
  place.state.write(record_of("orders", "1"), 5, 1);
  place.state.write(record_of("orders", "2"), 5, 2);
  CHECK(fault_of([&] { place.state.write(record_of("orders", "1"), 5, 1); }) == Fault::busy);
  CHECK(place.state.read("orders")->watermark == "2");
  place.state.write(record_of("orders", "2"), 5, 2); // its reply was lost
  CHECK(place.state.read("orders")->watermark == "2");
  place.state.write(record_of("orders", "3"), 5, 3);
  place.state.write(record_of("orders", "4"), 6, 1); // another holder counts anew
  CHECK(fault_of([&] { place.state.write(record_of("orders", "5"), 5, 9); }) == Fault::busy);
  CHECK(place.state.read("orders")->watermark == "4");
}

TEST_CASE("the first holder that numbers its messages writes over one that did not")
{
  Place const place;
  place.state.write(record_of("orders", "1"), 5);
  Documents const documents(place.database.target(), "_sync_state");
  Bson const number = Builder().add("write", 1).take();
  REQUIRE(documents.update_one(*Builder().add("_id", "shop/orders").take().get(),
                               *Builder().add("$unset", number).take().get()) == 1);
  place.state.write(record_of("orders", "2"), 6, 1);
  CHECK(place.state.read("orders")->watermark == "2");
}

TEST_CASE("a wish to read again is lowered by anybody, survives the holder's writes, and ends once")
{
  Place const place;
  place.state.lower_reread("orders", "5");
  CHECK_FALSE(place.state.read("orders"));
  place.state.write(record_of("orders", "9"), 5);
  CHECK(place.state.read("orders")->reread_from.empty());
  place.state.lower_reread("orders", "5");
  place.state.lower_reread("orders", "7");
  CHECK(place.state.read("orders")->reread_from == "5");
  auto record = *place.state.read("orders");
  place.state.lower_reread("orders", "3");
  place.state.write(record, 5);
  CHECK(place.state.read("orders")->reread_from == "3");
  place.state.reread_done("orders", record.reread_asked);
  CHECK(place.state.read("orders")->reread_from == "3");
  place.state.reread_done("orders", place.state.read("orders")->reread_asked);
  CHECK(place.state.read("orders")->reread_from.empty());
  place.state.lower_reread("orders", "8");
  CHECK(place.state.read("orders")->reread_from == "8");
}

TEST_CASE("a wish that came again while it was fulfilled stays")
{
  Place const place;
  place.state.write(record_of("orders", "9"), 5);
  place.state.lower_reread("orders", "5");
  auto const asked = place.state.read("orders")->reread_asked;
  for (auto const* const again : {"5", "7"}) {
    DYNAMIC_SECTION(again)
    {
      place.state.lower_reread("orders", again);
      place.state.reread_done("orders", asked);
      CHECK(place.state.read("orders")->reread_from == "5");
    }
  }
}

TEST_CASE("all records of the pipeline are read, without its lease and without another's")
{
  Place const place;
  LeaseDocument const lease(place.database.target(), "_sync_state", "shop");
  REQUIRE(lease.take(lease.read(), {"host", 1, "run-1"}, 1h));
  place.state.write(record_of("orders", "1"), 5);
  place.state.write(record_of("customers", "2"), 5);
  State const other(place.database.target(), "_sync_state", "shop2");
  other.write(record_of("orders", "3"), 5);

  std::vector<std::string> watermarks;
  for (auto const& record : place.state.read_all())
    watermarks.push_back(record.table + "=" + record.watermark);
  std::ranges::sort(watermarks);
  CHECK(watermarks == std::vector<std::string>{"customers=2", "orders=1"});
  CHECK(other.read("orders")->watermark == "3");
}

TEST_CASE("a record of a newer program is refused, alone and among others")
{
  Place const place;
  place.state.write(record_of("orders", "1"), 5);
  Documents const documents(place.database.target(), "_sync_state");
  Bson const newer = Builder().add("version", state_version + 1).take();
  REQUIRE(documents.update_one(*Builder().add("_id", "shop/orders").take().get(),
                               *Builder().add("$set", newer).take().get()) == 1);
  CHECK(fault_of([&] { place.state.read("orders"); }) == Fault::target);
  CHECK(fault_of([&] { place.state.read_all(); }) == Fault::target);
}

TEST_CASE("the last run of a pipeline is the one that began last")
{
  Place const place;
  CHECK_FALSE(last_run(place.database.target(), "shop"));
  auto const run = [](std::string id, std::string pipeline, TimePoint started) {
    RunRecord record;
    record.run = std::move(id);
    record.pipeline = std::move(pipeline);
    record.started = started;
    record.status = "partial";
    record.duration_seconds = 1.5;
    record.tables.push_back({.table = "orders", .status = "success", .error = "", .read = 7});
    return record;
  };
  write_run(place.database.target(), run("b", "shop", TimePoint(2'000ms)));
  write_run(place.database.target(), run("c", "shop", TimePoint(1'000ms)));
  write_run(place.database.target(), run("d", "other", TimePoint(3'000ms)));
  auto const last = last_run(place.database.target(), "shop");
  REQUIRE(last);
  CHECK(last->run == "b");
  CHECK(last->status == "partial");
  CHECK(last->started == TimePoint(2'000ms));
  CHECK(last->duration_seconds == 1.5);
}
