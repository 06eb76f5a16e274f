#include "mongo/bulk.hpp"

#include "contract/batches.hpp"
#include "support/mongo_server.hpp"

#include <catch2/catch.hpp>

using namespace mysync;
using namespace mysync::mongo;
using namespace mysync::test;

namespace {

Target target_of(std::string const& uri)
{
  static Library const library;
  config::Mongodb options;
  options.uri = Secret(uri);
  options.database = "nothing";
  return Target(options);
}

Error error_of(std::function<void()> const& action)
{
  try {
    action();
  } catch (Error const& error) {
    return error;
  }
  throw std::runtime_error("nothing was thrown");
}

/// Port 1 is reserved and nobody listens there.
constexpr auto nobody = "mongodb://app:hunter2@127.0.0.1:1/?serverSelectionTimeoutMS=300";

} // namespace

TEST_CASE("a server that answers is pinged, and named without its account")
{
  MongoDatabase const database;
  CHECK_NOTHROW(database.target().ping());
  CHECK_THAT(database.target().where(), Catch::StartsWith("mongodb ") && !Catch::Contains("@"));
  CHECK(database.target().database() == database.options().database);
}

TEST_CASE("a server that does not answer is a transient error of the target that shows no password")
{
  auto const target = target_of(nobody);
  Documents const documents(target, "orders");
  Bson const any;
  ListSize lists;
  for (auto const& action : std::vector<std::function<void()>>{
           [&] { target.ping(); },
           [&] { documents.find(*any.get(), *any.get(), [](Found) { return true; }); },
           [&] { documents.insert(*any.get()); },
           [&] { documents.remove(*any.get()); },
           [&] { static_cast<void>(documents.count(*any.get())); },
           [&] { static_cast<void>(documents.estimated_count()); },
           [&] { write(documents, batch_of({R"({"_id":1})"}), {0}, WriteMode::insert); },
           [&] { compare(documents, batch_of({R"({"_id":1})"}), lists); },
       }) {
    auto const error = error_of(action);
    CAPTURE(error.what());
    CHECK(error.fault() == Fault::target);
    CHECK(error.transient());
    CHECK_THAT(error.what(), Catch::Contains("127.0.0.1:1") && !Catch::Contains("hunter2"));
  }
}

TEST_CASE("a URI that cannot be used is an error of the configuration that shows no password")
{
  for (auto const* const uri :
       {"mongo://app:hunter2@h/", "mongodb://app:hunter2@/", "app:hunter2"}) {
    CAPTURE(uri);
    auto const error = error_of([&] { target_of(uri); });
    CHECK(error.fault() == Fault::config);
    CHECK_THAT(error.what(), !Catch::Contains("hunter2") && Catch::Contains("mongodb.uri"));
  }
}

TEST_CASE("inserting tells whether the _id was there already")
{
  MongoDatabase const database;
  Documents const documents(database.target(), "orders");
  Bson const document = Builder().add("_id", 1).take();
  CHECK(documents.insert(*document.get()));
  CHECK_FALSE(documents.insert(*document.get()));
  CHECK(documents.count(*Bson().get()) == 1);
  CHECK(documents.estimated_count() == 1);
}

TEST_CASE("an update tells how many documents matched, a removal how many went")
{
  MongoDatabase const database;
  Documents const documents(database.target(), "orders");
  for (int i = 0; i < 3; ++i)
    documents.insert(*Builder().add("_id", i).add("odd", i % 2).take().get());
  Bson const none = Builder().add("_id", 9).take();
  Bson const even = Builder().add("odd", 0).take();
  Bson const set = Builder().add("$set", Builder().add("seen", true).take()).take();
  CHECK(documents.update_one(*none.get(), *set.get()) == 0);
  CHECK(documents.update_one(*even.get(), *set.get()) == 1);
  CHECK(documents.remove(*none.get()) == 0);
  CHECK(documents.remove(*even.get()) == 2);
}

TEST_CASE("a find ends when it is told to")
{
  MongoDatabase const database;
  Documents const documents(database.target(), "orders");
  for (int i = 0; i < 5; ++i) documents.insert(*Builder().add("_id", i).take().get());
  int seen = 0;
  documents.find(*Bson().get(), *Bson().get(), [&](Found) { return ++seen < 2; });
  CHECK(seen == 2);
}

TEST_CASE("a command that the server does not know is an error that stays")
{
  MongoDatabase const database;
  auto const error = error_of([&] {
    database.target().command(*Builder().add("noSuchCommand", 1).take().get(), "asking");
  });
  CHECK(error.fault() == Fault::target);
  CHECK_FALSE(error.transient());
  CHECK_THAT(error.what(), Catch::StartsWith("asking: "));
}
