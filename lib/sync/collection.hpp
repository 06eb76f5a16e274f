#pragma once
// Whether a table's collection is still the one it was loaded into, and nobody else's.

#include "mongo/collections.hpp"
#include "mongo/state.hpp"

#include <optional>
#include <string>
#include <vector>

namespace mysync::sync {

/// What a run found in the target before it began.
struct Surroundings {
  /// None: they could not be listed, and are not judged.
  std::optional<std::vector<mongo::CollectionFacts>> collections;
  std::vector<mongo::Claim> claims; ///< of all pipelines that share the state collection
};

/// The collection by its name; none when there is none, or it is not known.
mongo::CollectionFacts const* find_collection(Surroundings const& surroundings,
                                              std::string const& name);

/// Throws Error (Fault::config) when the collection that `wanted` names belongs to another table or
/// pipeline, or is of a kind that documents cannot be replaced in, with what to do.
void check_own(Surroundings const& surroundings, mongo::Claim const& wanted);

/// What a table's collection looks like now.
struct CollectionNow {
  bool exists = true;
  std::string identity; ///< empty: not known
  bool empty = false;
};

/// Why everything must be loaded again, as one clause; empty: it need not. The record is the one
/// that the last run left.
std::string lost_collection(mongo::TableRecord const& record, CollectionNow const& now);

} // namespace mysync::sync
