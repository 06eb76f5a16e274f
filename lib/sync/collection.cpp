#include "sync/collection.hpp"

#include "core/error.hpp"

#include <algorithm>

namespace mysync::sync {

mongo::CollectionFacts const* find_collection(Surroundings const& surroundings,
                                              std::string const& name)
{
  if (!surroundings.collections) return nullptr;
  auto const found =
      std::ranges::find(*surroundings.collections, name, &mongo::CollectionFacts::name);
  return found == surroundings.collections->end() ? nullptr : &*found;
}

void check_own(Surroundings const& surroundings, mongo::Claim const& wanted)
{
  for (auto const& claim : surroundings.claims) {
    bool const ours = claim.pipeline == wanted.pipeline && claim.table == wanted.table;
    if (ours || claim.collection != wanted.collection) continue;
    throw failure(Fault::config,
                  "table {}: collection {} belongs to table {} of pipeline {}; give one of them "
                  "another: collection = \"…\"; if that table is synced no more, remove the "
                  "document '{}/{}' from the state",
                  wanted.table, wanted.collection, claim.table, claim.pipeline, claim.pipeline,
                  claim.table);
  }
  auto const* const facts = find_collection(surroundings, wanted.collection);
  if (facts == nullptr || (!facts->is_view && !facts->is_capped)) return;
  throw failure(Fault::config,
                "table {}: collection {} is {}, whose documents cannot be replaced and removed; "
                "give it another: collection = \"…\"",
                wanted.table, wanted.collection, facts->is_view ? "a view" : "capped");
}

std::string lost_collection(mongo::TableRecord const& record, CollectionNow const& now)
{
  bool const arrived = record.snapshot && record.snapshot->position;
  bool const held_documents = record.documents > 0 || arrived;
  if (!held_documents) return {};
  if (!now.exists) return "was dropped";
  if (!record.identity.empty() && !now.identity.empty() && record.identity != now.identity)
    return "was dropped and made again";
  return now.empty ? "was emptied" : "";
}

} // namespace mysync::sync
