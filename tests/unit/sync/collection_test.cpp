#include "sync/collection.hpp"

#include "core/error.hpp"

#include <catch2/catch.hpp>

using namespace mysync;
using namespace mysync::sync;

namespace {

mongo::TableRecord loaded(std::string identity = "aa")
{
  mongo::TableRecord record;
  record.table = "orders";
  record.collection = "sales";
  record.identity = std::move(identity);
  record.documents = 5;
  record.phase = "steady";
  return record;
}

std::string refusal(Surroundings const& around)
{
  try {
    check_own(around, {"shop", "orders", "sales"});
  } catch (Error const& error) {
    CHECK(error.fault() == Fault::config);
    return error.what();
  }
  return {};
}

} // namespace

TEST_CASE("a collection that is not the one that was filled is loaded again, and it is said why")
{
  mongo::TableRecord fresh;
  auto filling = loaded();
  filling.documents = 0;
  filling.snapshot.emplace().position = Position{{PositionValue::Kind::text, "1"}};
  auto begun = filling;
  begun.snapshot->position.reset();
  struct Example {
    mongo::TableRecord record;
    CollectionNow now;
    std::string lost;
  };
  for (auto const& [record, now, lost] : std::vector<Example>{
           {loaded(), {.exists = true, .identity = "aa"}, ""},
           {loaded(), {.exists = true, .identity = "bb"}, "was dropped and made again"},
           {loaded(), {.exists = false}, "was dropped"},
           {loaded(), {.exists = true, .identity = "aa", .empty = true}, "was emptied"},
           {loaded(""), {.exists = true, .identity = "bb"}, ""},
           {loaded(), {.exists = true, .identity = ""}, ""},
           {filling, {.exists = false}, "was dropped"},
           {filling, {.exists = true, .identity = "bb"}, "was dropped and made again"},
           {filling, {.exists = true, .identity = "aa"}, ""},
           {begun, {.exists = false}, ""},
           {fresh, {.exists = false}, ""},
           {fresh, {.exists = true, .identity = "bb"}, ""},
           {fresh, {.exists = true, .identity = "bb", .empty = true}, ""},
       }) {
    CAPTURE(record.identity, record.documents, now.exists, now.identity, now.empty);
    CHECK(lost_collection(record, now) == lost);
  }
}

TEST_CASE("a collection of another table or pipeline is refused by their names")
{
  for (auto const& [claim, refused] : std::vector<std::pair<mongo::Claim, bool>>{
           {{"shop", "orders", "sales"}, false},
           {{"shop", "orders", "other"}, false},
           {{"shop", "old_orders", "sales"}, true},
           {{"crm", "orders", "sales"}, true},
           {{"crm", "orders", "orders"}, false},
       }) {
    CAPTURE(claim.pipeline, claim.table, claim.collection);
    auto const text = refusal({std::nullopt, {{"x", "y", "z"}, claim}});
    CHECK(text.empty() != refused);
    if (!refused) continue;
    CHECK_THAT(text, Catch::Contains("collection sales belongs to table " + claim.table +
                                     " of pipeline " + claim.pipeline) &&
                         Catch::Contains("collection = ") &&
                         Catch::Contains("'" + claim.pipeline + "/" + claim.table + "'"));
  }
}

TEST_CASE("a collection that cannot be written to in place is refused")
{
  auto const around = [](mongo::CollectionFacts facts) {
    return Surroundings{std::vector{mongo::CollectionFacts{.name = "x"}, std::move(facts)}, {}};
  };
  CHECK(refusal(around({.name = "sales"})).empty());
  CHECK(refusal(around({.name = "other", .is_view = true})).empty());
  CHECK_THAT(refusal(around({.name = "sales", .is_view = true})), Catch::Contains("is a view"));
  CHECK_THAT(refusal(around({.name = "sales", .is_capped = true})), Catch::Contains("is capped"));
}
