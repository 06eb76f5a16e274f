#include "sync/batch_writer.hpp"
#include "sync/lease_keeper.hpp"

#include "contract/batches.hpp"
#include "support/mongo_server.hpp"

#include <catch2/catch.hpp>

using namespace mysync;
using namespace mysync::sync;
using namespace mysync::test;
using namespace std::chrono_literals;

namespace {

struct Place {
  MongoDatabase database;
  Log log{stderr, LogFormat::text, LogLevel::error};
  Stop stop;
  LeaseKeeper lease{database.target(), {"_sync_state", "shop", "run-1", 1h}, log, stop};
  PassCounts counts;
  mongo::Quarantine quarantine{database.target(), "shop", "orders"};

  void write(Batch const& batch, WritePolicy policy, bool has_records = false)
  {
    BatchWriterOptions const options{.pipeline = "shop",
                                     .table = "orders",
                                     .collection = "orders",
                                     .run = "run-1",
                                     .policy = policy,
                                     .has_records = has_records};
    BatchWriter(database.target(), lease, Retries({0, 1ms}, log, stop, "orders"), options, counts)
        .write(batch);
  }
  std::vector<std::string> texts() const { return database.texts("orders"); }
};

Batch with_refused(Batch batch, int count)
{
  for (int i = 0; i < count; ++i) {
    auto& refusal = batch.refused.emplace_back();
    refusal.id = id_octets(fmt::format(R"({{"_id":"refused {}"}})", i));
    refusal.key = std::to_string(i);
    ++batch.rows;
  }
  return batch;
}

auto const first = R"({"_id":{"$numberInt":"1"},"v":"a"})";
auto const second = R"({"_id":{"$numberInt":"2"},"v":"a"})";
auto const changed = R"({"_id":{"$numberInt":"2"},"v":"b"})";

} // namespace

TEST_CASE("a first load inserts, and replaces what exists")
{
  Place place;
  place.write(batch_of({second}), WritePolicy::insert_first);
  place.write(batch_of({first, changed}), WritePolicy::insert_first);
  CHECK(place.texts() == std::vector<std::string>{first, changed});
  CHECK(place.counts.rows == 3);
  CHECK(place.counts.created == 2);
  CHECK(place.counts.updated == 1);
  CHECK(place.counts.unchanged == 0);
}

TEST_CASE("rows read again are written only where they differ")
{
  Place place;
  place.write(batch_of({first, second}), WritePolicy::insert_first);
  place.write(batch_of({first, changed}), WritePolicy::compare_first);
  CHECK(place.texts() == std::vector<std::string>{first, changed});
  CHECK(place.counts.created == 2);
  CHECK(place.counts.updated == 1);
  CHECK(place.counts.unchanged == 1);
}

TEST_CASE("of a row that was read twice the later version stays")
{
  Place place;
  place.write(batch_of({second, first, changed}), WritePolicy::compare_first);
  CHECK(place.texts() == std::vector<std::string>{first, changed});
}

TEST_CASE("what the target refuses for good is set aside, and the rest of the batch stands")
{
  for (auto const policy : {WritePolicy::insert_first, WritePolicy::compare_first}) {
    Place place;
    place.write(batch_of({R"({"_id":9,"email":"x"})"}), policy);
    place.database.create_unique_index("orders", "email");
    place.write(batch_of({R"({"_id":1,"email":"x"})", R"({"_id":2,"email":"y"})"}), policy);
    CHECK(place.texts().size() == 2);
    CHECK(place.counts.quarantined() == 1);
    CHECK(place.counts.created == 2);
    CHECK(place.quarantine.count() == 1);
    CHECK_THAT(place.database.texts("_sync_quarantine").front(),
               Catch::Contains("rejected_by_target") && Catch::Contains("11000"));
  }
}

TEST_CASE(
    "rows that were set aside before are recorded with their batch, and forgotten when they arrive")
{
  Place place;
  auto batch = with_refused(batch_of({first}), 2);
  place.write(batch, WritePolicy::compare_first);
  CHECK(place.counts.quarantined() == 2);
  CHECK(place.quarantine.count() == 2);
  place.write(batch_of({R"({"_id":"refused 1","v":"now right"})"}), WritePolicy::compare_first,
              true);
  CHECK(place.quarantine.count() == 1);
}

TEST_CASE("nothing is written without the lease")
{
  Place place;
  mongo::Documents const documents(place.database.target(), "_sync_state");
  LeaseKeeper const brief(place.database.target(), {"_sync_state", "other", "run-2", 300ms},
                          place.log, place.stop);
  documents.remove(*mongo::Builder().add("_id", "other").take().get());
  auto const deadline = std::chrono::steady_clock::now() + 30s;
  while (!place.stop.requested()) REQUIRE(std::chrono::steady_clock::now() < deadline);
  BatchWriterOptions const options{
      .pipeline = "other", .table = "orders", .collection = "orders", .run = "run-2"};
  Retries const retries({0, 1ms}, place.log, place.stop, "orders");
  BatchWriter writer(place.database.target(), brief, retries, options, place.counts);
  CHECK_THROWS_AS(writer.write(batch_of({first})), Error);
  CHECK(place.texts().empty());
  CHECK(place.counts.rows == 0);
}
