#include "mongo/fields.hpp"

#include "core/error.hpp"
#include "mongo/range_record.hpp"
#include "mongo/table_record.hpp"

#include <catch2/catch.hpp>

using namespace mysync;
using namespace mysync::mongo;

namespace {

/// `good` with one field of the top replaced by a value of a type that is never written there.
Bson spoilt(bson_t const& good, char const* field)
{
  Bson out;
  bson_iter_t at;
  REQUIRE(bson_iter_init(&at, &good));
  while (bson_iter_next(&at)) {
    bool const hit = std::string_view(bson_iter_key(&at)) == field;
    bson_oid_t const oid{};
    if (hit)
      bson_append_oid(out.get(), field, -1, &oid);
    else
      bson_append_iter(out.get(), bson_iter_key(&at), -1, &at);
  }
  return out;
}

std::string refusal_of(auto const& read, Bson const& document)
{
  try {
    read(*document.get());
  } catch (Error const& error) {
    CHECK(error.fault() == Fault::target);
    return error.what();
  }
  return "it was accepted";
}

TableRecord full_record()
{
  TableRecord record;
  record.table = record.collection = "orders";
  record.key = {"id"};
  record.phase = "steady";
  record.watermark = "2026-01-02 03:04:05";
  record.snapshot =
      PassRecord{.horizon = "h", .newest = "n", .order = "id", .load = "l", .position = {}};
  record.catch_up = record.snapshot;
  record.marked = record.last_sync = record.synced_as_of = record.reconciled = TimePoint();
  return record;
}

} // namespace

TEST_CASE("whichever field of a table's state has a wrong type, it is refused by name")
{
  Bson const good = to_document("shop/orders", "shop", full_record(), 7);
  bson_iter_t at;
  REQUIRE(bson_iter_init(&at, good.get()));
  int fields = 0;
  while (bson_iter_next(&at)) {
    std::string const field = bson_iter_key(&at);
    if (field == "_id" || field == "pipeline") continue; // found by them
    if (field == "token") continue;                      // see below
    CAPTURE(field);
    CHECK(refusal_of(from_document, spoilt(*good.get(), field.c_str())).find(field) !=
          std::string::npos);
    ++fields;
  }
  CHECK(fields > 20);
}

TEST_CASE("a token that no lease can have had is read as none")
{
  auto const token_of = [](auto const& token) {
    Builder document;
    document.add("version", state_version).add("table", "orders").add("phase", "steady");
    return from_document(*document.add("token", token).take().get()).token;
  };
  CHECK(token_of(std::int64_t{1'764'000'000}) == 1'764'000'000);
  CHECK(token_of(0.0) == 0);
  for (auto const token : {std::int64_t{-5}, INT64_MIN}) CHECK(token_of(token) == no_token);
  for (double const token : {1.5, 1e300}) CHECK(token_of(token) == no_token);
  CHECK(token_of("7") == no_token);
  Bson const none =
      Builder().add("version", state_version).add("table", "t").add("phase", "steady").take();
  CHECK(from_document(*none.get()).token == no_token);
}

TEST_CASE("a record of a later lease than the one that is held was edited")
{
  TableRecord record;
  record.table = "orders";
  record.token = 8;
  CHECK_NOTHROW(check_token(record, "shop", 8));
  CHECK_THROWS_AS(check_token(record, "shop", 7), Error);
  record.token = no_token;
  CHECK_THROWS_AS(check_token(record, "shop", 7), Error);
}

TEST_CASE("whichever field of a load's state has a wrong type, it is refused")
{
  Ranges ranges{.load = "l", .order = "id", .frontier = Position{{PositionValue::Kind::text, "3"}}};
  ranges.unfinished.push_back({.number = 1});
  Bson const good = to_document(ranges);
  for (auto const* field : {"load", "order", "into_empty", "unfinished", "all_cut", "cut_count",
                            "whole", "share_asked", "revision", "frontier"}) {
    CAPTURE(field);
    CHECK(refusal_of(ranges_of, spoilt(*good.get(), field)).find("cannot be understood") !=
          std::string::npos);
  }
}

TEST_CASE("a whole number that another program made a double of is still that number")
{
  Bson const document = Builder().add("a", 7.0).add("b", 7.5).add("c", 1e300).take();
  Fields const fields(*document.get(), "mend it");
  CHECK(fields.number("a") == 7);
  CHECK_THROWS_AS(fields.number("b"), Error);
  CHECK_THROWS_AS(fields.number("c"), Error);
  CHECK_FALSE(fields.number("d"));
}
