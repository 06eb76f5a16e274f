// What every target has to do with batches.

#include "mongo/bulk.hpp"

#include "contract/batches.hpp"
#include "support/mongo_server.hpp"

#include <catch2/catch.hpp>

#include <numeric>
#include <set>

using namespace mysync;
using namespace mysync::mongo;
using namespace mysync::test;
using Texts = std::vector<std::string>;

namespace {

Selection all_of(Batch const& batch)
{
  Selection all(batch.documents.size());
  std::iota(all.begin(), all.end(), 0U);
  return all;
}

/// A collection of its own, with documents put there by inserting them.
struct Place {
  MongoDatabase database;
  Documents documents{database.target(), "orders"};

  explicit Place(Texts const& existing = {})
  {
    auto const batch = batch_of(existing);
    REQUIRE(mongo::write(documents, batch, all_of(batch), WriteMode::insert).created ==
            existing.size());
  }
  WriteOutcome write(Batch const& batch, WriteMode mode) const
  {
    return mongo::write(documents, batch, all_of(batch), mode);
  }
  Texts texts() const { return database.texts("orders"); }
};

std::set<std::uint32_t> duplicates(WriteOutcome const& outcome)
{
  std::set<std::uint32_t> indexes;
  for (auto const& error : outcome.errors) {
    CHECK(error.duplicate_key());
    CHECK_FALSE(error.message.empty());
    indexes.insert(error.document);
  }
  return indexes;
}

Texts canonical(Texts const& documents)
{
  Texts result;
  for (auto const& json : documents) {
    auto const document = from_json(json);
    result.push_back(bson_text({bson_get_data(document.get()), document.get()->len}));
  }
  std::ranges::sort(result);
  return result;
}

} // namespace

TEST_CASE("documents that are inserted arrive octet by octet and are counted as created")
{
  Place const place;
  Texts const documents{
      R"({"_id":1,"a":"x","b":{"$numberLong":"5"},"c":null,"d":{"$numberDecimal":"1.50"}})",
      R"({"_id":"text","time":{"$date":{"$numberLong":"-1"}},"list":["a",{"b":true}]})",
      R"({"_id":{"a":1,"b":"x"},"octets":{"$binary":{"base64":"AP8=","subType":"00"}}})",
      R"({"_id":2})",
  };
  auto const outcome = place.write(batch_of(documents), WriteMode::insert);
  CHECK(outcome.created == 4);
  CHECK(outcome.updated == 0);
  CHECK(outcome.unchanged == 0);
  CHECK(outcome.errors.empty());
  CHECK(place.texts() == canonical(documents));
}

TEST_CASE("an insert leaves what exists, reports it by its place in the batch, and adds the rest")
{
  Place const place({R"({"_id":2,"v":"old"})", R"({"_id":4,"v":"old"})"});
  auto const outcome =
      place.write(batch_of({R"({"_id":1,"v":"new"})", R"({"_id":2,"v":"new"})", R"({"_id":3})",
                            R"({"_id":4,"v":"new"})", R"({"_id":5})"}),
                  WriteMode::insert);
  CHECK(outcome.created == 3);
  CHECK(duplicates(outcome) == std::set<std::uint32_t>{1, 3});
  CHECK(place.texts() == canonical({R"({"_id":1,"v":"new"})", R"({"_id":2,"v":"old"})",
                                    R"({"_id":3})", R"({"_id":4,"v":"old"})", R"({"_id":5})"}));
}

TEST_CASE("a replace adds, changes or leaves each document, and counts which")
{
  Place const place({R"({"_id":1,"v":"same"})", R"({"_id":2,"v":"old","gone":1})"});
  Texts const documents{R"({"_id":1,"v":"same"})", R"({"_id":2,"v":"new"})",
                        R"({"_id":3,"v":"added"})", R"({"_id":{"a":1,"b":2},"v":"compound"})"};
  auto const outcome = place.write(batch_of(documents), WriteMode::replace);
  CHECK(outcome.created == 2);
  CHECK(outcome.updated + outcome.unchanged == 2);
  CHECK(outcome.unchanged == (place.database.tells_same_from_changed() ? 1 : 0));
  CHECK(outcome.errors.empty());
  CHECK(place.texts() == canonical(documents));
}

TEST_CASE("writing the same again changes nothing")
{
  Place const place;
  auto const batch = batch_of({R"({"_id":1,"v":1})", R"({"_id":2,"v":2})"});
  place.write(batch, WriteMode::replace);
  auto const again = place.write(batch, WriteMode::replace);
  CHECK(again.created == 0);
  CHECK(again.updated + again.unchanged == 2);
  CHECK(again.unchanged == (place.database.tells_same_from_changed() ? 2 : 0));
  CHECK(place.texts().size() == 2);
}

TEST_CASE("only what is selected is written, and errors name places in the batch")
{
  Place const place({R"({"_id":3,"v":"old"})"});
  auto const batch = batch_of({R"({"_id":1})", R"({"_id":2})", R"({"_id":3})", R"({"_id":4})"});
  auto const outcome = mongo::write(place.documents, batch, {1, 2}, WriteMode::insert);
  CHECK(outcome.created == 1);
  CHECK(duplicates(outcome) == std::set<std::uint32_t>{2});
  CHECK(place.texts() == canonical({R"({"_id":2})", R"({"_id":3,"v":"old"})"}));
  CHECK(mongo::write(place.documents, batch, {}, WriteMode::replace).created == 0);
}

TEST_CASE("what another unique index refuses is reported alone, the rest of the batch stands")
{
  for (auto const mode : {WriteMode::insert, WriteMode::replace}) {
    CAPTURE(static_cast<int>(mode));
    Place const place({R"({"_id":9,"email":"taken"})"});
    place.database.create_unique_index("orders", "email");
    auto const outcome =
        place.write(batch_of({R"({"_id":1,"email":"a"})", R"({"_id":2,"email":"taken"})",
                              R"({"_id":3,"email":"b"})"}),
                    mode);
    CHECK(outcome.created == 2);
    CHECK(duplicates(outcome) == std::set<std::uint32_t>{1});
    CHECK(place.texts() == canonical({R"({"_id":1,"email":"a"})", R"({"_id":3,"email":"b"})",
                                      R"({"_id":9,"email":"taken"})"}));
  }
}

TEST_CASE("a large batch is told apart document by document")
{
  Place const place({R"({"_id":2400})", R"({"_id":17})"});
  Batch batch;
  for (int i = 0; i < 2500; ++i) add_document(batch, fmt::format(R"({{"_id":{}}})", i));
  auto const outcome = place.write(batch, WriteMode::insert);
  CHECK(outcome.created == 2498);
  CHECK(duplicates(outcome) == std::set<std::uint32_t>{17, 2400});
  CHECK(place.documents.count(*Bson().get()) == 2500);
}

TEST_CASE("documents are compared with what the collection holds, octet by octet")
{
  Place const place({R"({"_id":1,"a":1,"b":2})", R"({"_id":2,"a":1,"b":2})", R"({"_id":3,"a":1})",
                     R"({"_id":{"k":1,"l":"x"},"v":1})", R"({"_id":{"k":1,"l":"y"},"v":1})",
                     R"({"_id":"s"})"});
  struct Example {
    char const* document;
    Presence presence;
  };
  std::vector<Example> const examples{
      {R"({"_id":1,"a":1,"b":2})", Presence::equal},
      {R"({"_id":2,"b":2,"a":1})", Presence::different},             // another order of fields
      {R"({"_id":3,"a":{"$numberLong":"1"}})", Presence::different}, // another type of number
      {R"({"_id":4,"a":1})", Presence::absent},
      {R"({"_id":{"k":1,"l":"x"},"v":1})", Presence::equal},
      {R"({"_id":{"k":1,"l":"y"},"v":2})", Presence::different},
      {R"({"_id":{"l":"x","k":1},"v":1})", Presence::absent},
      {R"({"_id":"s"})", Presence::equal},
      {R"({"_id":"S"})", Presence::absent},
  };
  Batch batch;
  for (auto const& example : examples) add_document(batch, example.document);
  ListSize lists;
  auto const presence = compare(place.documents, batch, lists);
  REQUIRE(presence.size() == examples.size());
  for (std::size_t i = 0; i < examples.size(); ++i) {
    CAPTURE(examples[i].document);
    CHECK(presence[i] == examples[i].presence);
  }
}

TEST_CASE("what is there under an _id of another type of number is not taken for absent")
{
  Place const place({R"({"_id":{"$numberLong":"1"},"v":"a"})", R"({"_id":3})"});
  auto const batch = batch_of({R"({"_id":1,"v":"b"})", R"({"_id":2})", R"({"_id":3})"});
  using enum Presence;
  ListSize lists;
  CHECK(compare(place.documents, batch, lists) ==
        std::vector<Presence>{different, different, equal});
}

TEST_CASE("of the documents with one _id only the last of a batch may be written")
{
  Place const place({R"({"_id":1,"v":"b"})", R"({"_id":{"k":1},"v":"b"})"});
  auto const batch =
      batch_of({R"({"_id":1,"v":"a"})", R"({"_id":{"k":1},"v":"b"})", R"({"_id":1,"v":"b"})",
                R"({"_id":2,"v":"a"})", R"({"_id":2,"v":"b"})", R"({"_id":2,"v":"c"})",
                R"({"_id":{"k":1},"v":"c"})"});
  using enum Presence;
  ListSize lists;
  CHECK(compare(place.documents, batch, lists) ==
        std::vector<Presence>{superseded, superseded, equal, superseded, superseded, absent,
                              different});
}

TEST_CASE("everything is absent from a collection that does not exist")
{
  MongoDatabase const database;
  Documents const documents(database.target(), "nothing_here");
  ListSize lists;
  CHECK(compare(documents, batch_of({R"({"_id":1})"}), lists) ==
        std::vector<Presence>{Presence::absent});
  CHECK(compare(documents, {}, lists).empty());
}

TEST_CASE("documents are removed by their ids, and no others")
{
  Place const place({R"({"_id":1})", R"({"_id":2})", R"({"_id":"1"})", R"({"_id":{"a":1,"b":2}})",
                     R"({"_id":{"a":1,"b":3}})"});
  CHECK(remove_ids(place.documents, {}) == 0);
  CHECK(remove_ids(place.documents, {id_octets(R"({"_id":2})"), id_octets(R"({"_id":7})"),
                                     id_octets(R"({"_id":{"a":1,"b":3}})")}) == 2);
  CHECK(place.texts() == canonical({R"({"_id":1})", R"({"_id":"1"})", R"({"_id":{"a":1,"b":2}})"}));
}

TEST_CASE("every document's id is given, as its octets")
{
  Texts ids{R"({"_id":1})", R"({"_id":"x"})", R"({"_id":{"a":1,"b":"y"}})"};
  for (int i = 2; i < 500; ++i) ids.push_back(fmt::format(R"({{"_id":{}}})", i));
  Place const place;
  Batch batch;
  std::set<std::vector<std::uint8_t>> expected;
  for (auto const& id : ids) {
    add_document(batch, id.substr(0, id.size() - 1) + R"(,"v":"not asked for"})");
    expected.insert(id_octets(id));
  }
  place.write(batch, WriteMode::insert);
  std::set<std::vector<std::uint8_t>> found;
  std::size_t calls = 0;
  for_each_id(place.documents, [&](std::span<std::uint8_t const> id) {
    found.emplace(id.begin(), id.end());
    ++calls;
    return true;
  });
  CHECK(found == expected);
  CHECK(calls == ids.size());
  for_each_id(place.documents, [&](auto const&) { return ++calls < ids.size() + 7; });
  CHECK(calls == ids.size() + 7);
}
