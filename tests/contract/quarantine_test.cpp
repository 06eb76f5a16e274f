// What every target has to do for rows that were set aside.

#include "mongo/quarantine.hpp"
#include "mongo/quarantine_records.hpp"

#include "contract/batches.hpp"
#include "support/mongo_server.hpp"

#include <catch2/catch.hpp>

using namespace mysync;
using namespace mysync::mongo;
using namespace mysync::test;

namespace {

struct Place {
  MongoDatabase database;
  Quarantine orders{database.target(), "shop", "orders"};

  /// The only record.
  Bson record() const
  {
    std::vector<Bson> found;
    Documents(database.target(), "_sync_quarantine")
        .find(*Bson().get(), *Bson().get(), [&](Found one) {
          found.emplace_back(bson_copy(&one.document));
          return true;
        });
    REQUIRE(found.size() == 1);
    return std::move(found.front());
  }
};

Refusal refusal(std::string const& id_json, std::string key)
{
  Refusal made;
  if (!id_json.empty()) made.id = id_octets(id_json);
  made.key = std::move(key);
  made.reason = Reason::value;
  made.message = "column total: too large";
  made.cells = {{"total", "18446744073709551615"}};
  return made;
}

std::vector<std::span<std::uint8_t const>> spans(std::vector<std::vector<std::uint8_t>> const& ids)
{
  return {ids.begin(), ids.end()};
}

} // namespace

TEST_CASE("a record says which row was set aside, why, and in which run")
{
  Place const place;
  place.orders.record({refusal(R"({"_id":7})", "7")}, "run-1");
  auto const record = place.record();
  auto const& document = *record.get();
  CHECK(text_at(document, "_id.table") == "shop/orders");
  CHECK(number_at(document, "_id.key") == 7);
  CHECK(text_at(document, "pipeline") == "shop");
  CHECK(text_at(document, "table") == "orders");
  CHECK(text_at(document, "key") == "7");
  CHECK(text_at(document, "reason") == "value");
  CHECK(text_at(document, "message") == "column total: too large");
  CHECK(text_at(document, "cells.total") == "18446744073709551615");
  CHECK(number_at(document, "attempts") == 1);
  CHECK(text_at(document, "run") == "run-1");
  CHECK(time_at(document, "first_seen"));
  CHECK(time_at(document, "first_seen") == time_at(document, "last_seen"));
}

TEST_CASE(
    "the same row stays one record, which counts its attempts and keeps when it was first seen")
{
  for (std::string const id : {R"({"_id":7})", R"({"_id":{"a":1,"b":"x"}})", ""}) {
    CAPTURE(id);
    Place const place;
    place.orders.record({refusal(id, "7")}, "run-1");
    auto const first = time_at(*place.record().get(), "first_seen");
    auto again = refusal(id, "7");
    again.message = "column total: another reason";
    while (std::chrono::system_clock::now() - *first < std::chrono::milliseconds(5)) {}
    place.orders.record({again}, "run-2");
    auto const record = place.record();
    CHECK(number_at(*record.get(), "attempts") == 2);
    CHECK(time_at(*record.get(), "first_seen") == first);
    CHECK(*time_at(*record.get(), "last_seen") > *first);
    CHECK(text_at(*record.get(), "message") == "column total: another reason");
    CHECK(text_at(*record.get(), "run") == "run-2");
  }
}

TEST_CASE("a run that records a row again does not count it again")
{
  for (std::string const id : {R"({"_id":7})", ""}) {
    Place const place;
    place.orders.record({refusal(id, "7"), refusal(id, "7")}, "run-1");
    place.orders.record({refusal(id, "7")}, "run-1");
    CHECK(number_at(*place.record().get(), "attempts") == 1);
    place.orders.record({refusal(id, "7")}, "run-2");
    CHECK(number_at(*place.record().get(), "attempts") == 2);
  }
}

TEST_CASE("keys without a value in BSON are told apart by all they hold, not by their text")
{
  Place const place;
  auto one = refusal("", "same");
  auto other = refusal("", "same");
  one.row = {{PositionValue::Kind::text, "0000-00-00"}};
  other.row = {{PositionValue::Kind::text, "0000-00-01"}};
  place.orders.record({one, other}, "run-1");
  place.orders.record({one}, "run-2");
  CHECK(place.orders.count() == 2);
}

TEST_CASE("a run that saw every row forgets the records it did not make")
{
  Place const place;
  Quarantine const customers(place.database.target(), "shop", "customers");
  place.orders.record({refusal(R"({"_id":1})", "1"), refusal("", "2")}, "run-1");
  customers.record({refusal(R"({"_id":1})", "1")}, "run-1");
  place.orders.record({refusal(R"({"_id":1})", "1")}, "run-2");
  place.orders.forget_all_but("run-2");
  CHECK(place.orders.count() == 1);
  CHECK(customers.count() == 1);
}

TEST_CASE("records read back as they were made, with and without their cells")
{
  Place const place;
  auto keyed = refusal(R"({"_id":{"a":1,"b":"x"}})", "a=1, b=x");
  keyed.row = {{PositionValue::Kind::text, "1"}, {PositionValue::Kind::bytes, "\xff"}};
  auto keyless = refusal("", "0000-00-00");
  keyless.reason = Reason::rejected_by_target;
  place.orders.record({keyed, keyless}, "run-1");
  Documents const quarantine(place.database.target(), quarantine_collection);
  std::vector<QuarantineRecord> found;
  RecordFilter filter;
  filter.pipeline = "shop";
  auto const read = [&](RecordCells cells) {
    found.clear();
    for_each_record(quarantine, filter, cells, [&](QuarantineRecord const& record) {
      found.push_back(record);
      return true;
    });
  };
  filter.keys = {keyed.key};
  read(RecordCells::included);
  REQUIRE(found.size() == 1);
  CHECK(found[0].id == keyed.id);
  CHECK(found[0].row == keyed.row);
  CHECK(found[0].table == "orders");
  CHECK(found[0].reason == "value");
  CHECK(found[0].cells == keyed.cells);
  read(RecordCells::left_out);
  CHECK(found.at(0).cells.empty());
  filter.keys = {};
  filter.every_run = true;
  read(RecordCells::left_out);
  REQUIRE(found.size() == 1);
  CHECK(found[0].key == "0000-00-00");
  CHECK(found[0].id.empty());
  std::vector<std::vector<std::uint8_t>> const ids{found[0].record};
  filter.not_of_run = "run-1";
  CHECK(remove_records(quarantine, filter, &ids) == 0);
  filter.not_of_run = "run-2";
  CHECK(remove_records(quarantine, filter, &ids) == 1);
  CHECK(place.orders.count() == 1);
}

TEST_CASE("different rows, tables and pipelines have different records")
{
  Place const place;
  Quarantine const customers(place.database.target(), "shop", "customers");
  Quarantine const elsewhere(place.database.target(), "shop2", "orders");
  place.orders.record(
      {refusal(R"({"_id":1})", "1"), refusal(R"({"_id":2})", "2"), refusal("", "?")}, "run-1");
  customers.record({refusal(R"({"_id":1})", "1")}, "run-1");
  elsewhere.record({refusal(R"({"_id":1})", "1"), refusal(R"({"_id":"1"})", "1")}, "run-1");
  CHECK(place.orders.count() == 3);
  CHECK(customers.count() == 1);
  CHECK(elsewhere.count() == 2);
}

TEST_CASE("the records of rows that arrived are forgotten, and no others")
{
  Place const place;
  Quarantine const customers(place.database.target(), "shop", "customers");
  auto const compound = R"({"_id":{"a":1,"b":"x"}})";
  place.orders.record(
      {refusal(R"({"_id":1})", "1"), refusal(R"({"_id":2})", "2"), refusal(compound, "1, x")},
      "run-1");
  customers.record({refusal(R"({"_id":1})", "1")}, "run-1");
  place.orders.forget(
      spans({id_octets(R"({"_id":1})"), id_octets(compound), id_octets(R"({"_id":9})")}));
  CHECK(place.orders.count() == 1);
  CHECK(customers.count() == 1);
  place.orders.forget({});
  CHECK(place.orders.count() == 1);
  place.orders.forget(spans({id_octets(R"({"_id":2})")}));
  CHECK(place.orders.count() == 0);
}

TEST_CASE("a record takes cells of any name and with any octets")
{
  Place const place;
  auto odd = refusal(R"({"_id":1})", "1");
  odd.cells = {{"a.b", "dotted"},
               {"$set", "a dollar"},
               {"broken", "\xff\xfe"},
               {"nul", std::string("a\0b", 3)}};
  odd.message = "column broken: '\xff' is not UTF-8";
  place.orders.record({odd}, "run-1");
  auto const record = place.record();
  CHECK(text_at(*record.get(), "cells.broken").value_or("").find('\xff') == std::string::npos);
  bson_iter_t cells, cell;
  REQUIRE(find_at(*record.get(), "cells", cells));
  REQUIRE(bson_iter_recurse(&cells, &cell));
  std::vector<std::string> names;
  while (bson_iter_next(&cell)) names.emplace_back(bson_iter_key(&cell));
  CHECK(names == std::vector<std::string>{"a.b", "$set", "broken", "nul"});
}

TEST_CASE("a refused document is told by its key, its fields as text, and the target's words")
{
  auto const batch = batch_of({R"({"_id":{"a":1,"b":"x"},"total":5,"note":null,"name":"Ann"})"});
  auto const made = refusal_of(batch, batch.documents.front(), "the target refused it");
  CHECK(made.id == id_octets(R"({"_id":{"a":1,"b":"x"}})"));
  CHECK(made.key == "a=1, b=x");
  CHECK(made.reason == Reason::rejected_by_target);
  CHECK(made.message == "the target refused it");
  CHECK(made.cells == decltype(made.cells){{"total", "5"}, {"note", "null"}, {"name", "Ann"}});

  auto const simple = batch_of({R"({"_id":7,"long":")" + std::string(5000, 'x') + R"("})"});
  auto const cut = refusal_of(simple, simple.documents.front(), "too long");
  CHECK(cut.key == "7");
  REQUIRE(cut.cells.size() == 1);
  CHECK(cut.cells.front().second.size() <= 1000);
}
