// The collection that a table was loaded into: still that one, still ours, still holding what was
// written.

#include "core/text.hpp"
#include "sync/table_sync.hpp"

#include <algorithm>

namespace mysync::sync {

/// Before anything is read. A collection that is new, or of a server that lists none, has nothing
/// to be compared with.
void TableSync::check_collection()
{
  auto const& around = parts_.surroundings;
  if (!around.collections) return;
  auto const* const facts = find_collection(around, record_.collection);
  CollectionNow now{.exists = facts != nullptr, .identity = facts ? facts->identity : ""};
  bool const arrived = record_.snapshot && record_.snapshot->position;
  if (facts != nullptr && (record_.documents > 0 || arrived)) {
    now.empty = with_retries(retries_, [&] {
      return mongo::is_empty(mongo::Documents(parts_.target, record_.collection));
    });
  }
  auto const lost = lost_collection(record_, now);
  if (!lost.empty()) {
    record_.phase = "snapshot";
    record_.snapshot.reset();
    record_.catch_up.reset();
    record_.documents = 0;
    result_.news.push_back(
        fmt::format("collection {} {}: every row is read again", record_.collection, lost));
  }
  if (!lost.empty() || record_.identity.empty()) record_.identity = now.identity;
}

/// As soon as something was written: a collection that is dropped while it is filled is missed even
/// if this run dies.
void TableSync::learn_identity()
{
  if (!parts_.surroundings.collections || !record_.identity.empty() || counts_.created == 0) return;
  with_retries(retries_, [&] {
    auto const found = mongo::read_collections(parts_.target, record_.collection);
    if (found && !found->empty()) record_.identity = found->front().identity;
  });
}

/// When a run that wrote ends well. A collection that was dropped meanwhile keeps its old identity
/// in the record, so that the next run notices. An estimate may be far behind, and is not trusted
/// to tell an empty collection from one that is not.
void TableSync::note_documents()
{
  bool const wrote = counts_.created + counts_.updated + result_.deleted > 0;
  if (!parts_.surroundings.collections || !wrote) return;
  learn_identity();
  record_.documents = with_retries(retries_, [&] {
    mongo::Documents const documents(parts_.target, record_.collection);
    return mongo::is_empty(documents) ? 0 : std::max<std::int64_t>(1, documents.estimated_count());
  });
}

} // namespace mysync::sync
