#include "mongo/table_record.hpp"

#include "core/error.hpp"

#include <catch2/catch.hpp>

using namespace mysync;
using namespace mysync::mongo;
using namespace std::chrono_literals;

namespace {

ClockRecord clocks(std::string const& cursor)
{
  return {TimePoint(1'700'000'000'123ms), TimePoint(1'700'000'000'456ms), cursor, "a5f0"};
}

PassRecord unfinished()
{
  return {.horizon = "2026-01-02 03:04:05",
          .newest = "2026-01-02 03:04:06",
          .order = "updated_at\nid\n",
          .position = Position{{PositionValue::Kind::text, "2026-01-01 00:00:00"},
                               {PositionValue::Kind::bytes, std::string("\0\xff", 2)},
                               {PositionValue::Kind::null, ""}},
          .clocks = clocks("2026-01-02 03:04:05.100000")};
}

TableRecord full_record()
{
  TableRecord record;
  record.table = "orders";
  record.collection = "bestellungen";
  record.identity = "57f0e80b";
  record.documents = 4'000'000'000;
  record.key = {"shop", "id"};
  record.cursor = "updated_at, created_at";
  record.where = "total > 0";
  record.ids = "number, string";
  record.soft = "deleted_at";
  record.schema = "id\tint\n";
  record.careful_from = "2026-01-01 00:00:00";
  record.careful_token = 7;
  record.blind = "no right";
  record.reformed = {"total was int, is bigint"};
  record.phase = "steady";
  record.watermark = "2026-01-02 03:04:05.000006";
  record.horizon = "2026-01-02 03:04:05.000005";
  record.clocks = clocks("2026-01-02 03:04:05.100001");
  record.newest = "2026-01-02 03:04:06.000000";
  record.mark = "17";
  record.marked = TimePoint(1'700'000'000'123ms);
  record.snapshot = unfinished();
  record.catch_up = unfinished();
  record.catch_up->position.reset();
  record.last_sync = TimePoint(1'700'000'001'000ms);
  record.synced_as_of = TimePoint(1'700'000'000'500ms);
  record.reconciled = TimePoint(1'700'000'002'000ms);
  record.last_status = "failed";
  record.last_error = "the disk is full";
  record.failures = 2;
  record.runs = 9;
  record.good_runs = 5'000'000'000;
  return record;
}

void check_same(std::optional<PassRecord> const& one, std::optional<PassRecord> const& other)
{
  REQUIRE(one.has_value() == other.has_value());
  if (!one) return;
  CHECK(one->horizon == other->horizon);
  CHECK(one->newest == other->newest);
  CHECK(one->order == other->order);
  CHECK(one->position == other->position);
  CHECK(one->clocks == other->clocks);
}

void check_same(TableRecord const& one, TableRecord const& other)
{
  CHECK(one.table == other.table);
  CHECK(one.collection == other.collection);
  CHECK(one.identity == other.identity);
  CHECK(one.documents == other.documents);
  CHECK(one.key == other.key);
  CHECK(one.cursor == other.cursor);
  CHECK(one.where == other.where);
  CHECK(one.ids == other.ids);
  CHECK(one.soft == other.soft);
  CHECK(one.schema == other.schema);
  CHECK(one.careful_from == other.careful_from);
  CHECK(one.careful_token == other.careful_token);
  CHECK(one.blind == other.blind);
  CHECK(one.reformed == other.reformed);
  CHECK(one.phase == other.phase);
  CHECK(one.watermark == other.watermark);
  CHECK(one.horizon == other.horizon);
  CHECK(one.clocks == other.clocks);
  CHECK(one.newest == other.newest);
  CHECK(one.mark == other.mark);
  CHECK(one.marked == other.marked);
  check_same(one.snapshot, other.snapshot);
  check_same(one.catch_up, other.catch_up);
  CHECK(one.last_sync == other.last_sync);
  CHECK(one.synced_as_of == other.synced_as_of);
  CHECK(one.reconciled == other.reconciled);
  CHECK(one.last_status == other.last_status);
  CHECK(one.last_error == other.last_error);
  CHECK(one.failures == other.failures);
  CHECK(one.runs == other.runs);
  CHECK(one.good_runs == other.good_runs);
}

/// A well-formed document with some fields of another value.
Bson with(std::optional<std::int64_t> version, char const* table, char const* phase)
{
  Builder document;
  document.add("_id", "shop/orders");
  if (version) document.add("version", *version);
  return document.add("table", table).add("phase", phase).take();
}

std::string refusal_of(Bson const& document)
{
  try {
    from_document(*document.get());
  } catch (Error const& error) {
    CHECK(error.fault() == Fault::target);
    CHECK_FALSE(error.transient());
    return error.what();
  }
  return {};
}

} // namespace

TEST_CASE("a record reads back from its document as what it was")
{
  TableRecord fresh;
  fresh.table = "orders";
  TableRecord started = fresh;
  started.snapshot.emplace();
  for (auto const& record : {full_record(), fresh, started}) {
    auto const document = to_document("shop/orders", "shop", record, 7);
    check_same(from_document(*document.get()), record);
  }
}

TEST_CASE("a document names its shape, its pipeline and the token it was written under")
{
  auto const document = to_document("shop/orders", "shop", full_record(), 7);
  CHECK(text_at(*document.get(), "_id") == "shop/orders");
  CHECK(number_at(*document.get(), "version") == state_version);
  CHECK(text_at(*document.get(), "pipeline") == "shop");
  CHECK(number_at(*document.get(), "token") == 7);
  CHECK(text_at(*document.get(), "watermark.cursor") == "updated_at, created_at");
  CHECK(text_at(*document.get(), "watermark.value") == "2026-01-02 03:04:05.000006");
}

TEST_CASE(
    "a state that a newer program wrote is refused, whatever it holds, and is not to be removed")
{
  for (auto const* const table : {"orders", ""}) {
    auto const message = refusal_of(with(state_version + 1, table, "steady"));
    CAPTURE(message);
    CHECK_THAT(message, Catch::Contains("shop/orders") && Catch::Contains("newer") &&
                            !Catch::Contains("remove"));
  }
}

TEST_CASE("a state that cannot be understood is refused, with what to do")
{
  for (auto const& document :
       {with(std::nullopt, "orders", "steady"), with(state_version, "", "steady"),
        with(state_version, "orders", ""), with(state_version, "orders", "paused")}) {
    auto const message = refusal_of(document);
    CAPTURE(message);
    CHECK_THAT(message, Catch::Contains("'shop/orders' cannot be understood") &&
                            Catch::Contains("remove it"));
  }
}

TEST_CASE("a position with a value of another type is refused")
{
  auto const odd =
      Builder().add("horizon", "x").add_array("position", Builder().add("0", 5).take()).take();
  Bson const document = Builder()
                            .add("_id", "shop/orders")
                            .add("version", state_version)
                            .add("table", "orders")
                            .add("phase", "snapshot")
                            .add("snapshot", odd)
                            .take();
  CHECK_FALSE(refusal_of(document).empty());
}
