#include "mongo/verify_record.hpp"

#include "mongo/table_record.hpp"

#include <catch2/catch.hpp>

using namespace mysync;
using namespace mysync::mongo;
using namespace std::chrono_literals;

namespace {

Bson state_with(Bson const& verify) { return Builder().add("verify", verify).take(); }

void check_same(VerifyCounts const& one, VerifyCounts const& other)
{
  CHECK(one.rows == other.rows);
  CHECK(one.differing == other.differing);
  CHECK(one.missing == other.missing);
  CHECK(one.extra == other.extra);
  CHECK(one.not_due == other.not_due);
}

} // namespace

TEST_CASE("what is remembered of verifications reads back as what it was")
{
  VerifyRecord record;
  record.ended = TimePoint(1'700'000'000'123ms);
  record.whole = true;
  record.counts = {.rows = 5, .differing = 1, .missing = 2, .extra = 3, .not_due = 4};
  record.walk = VerifyWalk{.begun = TimePoint(1'700'000'000'000ms),
                           .order = "id\n",
                           .position = Position{{PositionValue::Kind::text, "7"}},
                           .rows_done = true,
                           .counts = {.rows = 9, .differing = 8}};
  auto const state = state_with(verify_document(record));
  auto const back = verify_at(*state.get());
  REQUIRE(back);
  CHECK(back->ended == record.ended);
  CHECK(back->whole);
  check_same(back->counts, record.counts);
  CHECK(back->counts.differences() == 6);
  REQUIRE(back->walk);
  CHECK(back->walk->begun == record.walk->begun);
  CHECK(back->walk->order == "id\n");
  CHECK(back->walk->position == record.walk->position);
  CHECK(back->walk->rows_done);
  check_same(back->walk->counts, record.walk->counts);
}

TEST_CASE("a table that was never verified has nothing to remember")
{
  CHECK_FALSE(verify_at(*Bson().get()));
  auto const fresh = state_with(verify_document(VerifyRecord{}));
  auto const back = verify_at(*fresh.get());
  REQUIRE(back);
  CHECK_FALSE(back->ended);
  CHECK_FALSE(back->walk);
}

TEST_CASE("a run that writes its record leaves what is remembered of verifications alone")
{
  TableRecord record;
  record.table = "orders";
  record.verify.emplace();
  auto const document = to_document("shop/orders", "shop", record, 7);
  bson_iter_t at;
  CHECK_FALSE(find_at(*document.get(), "verify", at));
}
