#pragma once
// What stands in the target database, beside its documents.

#include "mongo/session.hpp"

#include <optional>
#include <string>
#include <vector>

namespace mysync::mongo {

struct CollectionFacts {
  std::string name;
  std::string identity; ///< its uuid in hexadecimal; empty where the server gives none
  bool is_view = false;
  bool is_capped = false;
};

/// The database's collections, or the one named; nothing when the account may not list them.
std::optional<std::vector<CollectionFacts>> read_collections(Target const& target,
                                                             std::string const& only = {});

/// True when the collection holds no document, by looking for one.
bool is_empty(Documents const& documents);

} // namespace mysync::mongo
