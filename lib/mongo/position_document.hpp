#pragma once
// A position inside a document: an array of its values, each of which reads back as what it was.

#include "core/position.hpp"
#include "mongo/document.hpp"

namespace mysync::mongo {

/// A string as a string, octets as binary, NULL as null.
Bson position_document(Position const& position);

/// The array at `path`; empty when there is none. Throws Error (Fault::target) for a value that
/// mysync never writes.
Position position_at(bson_t const& document, char const* path);

} // namespace mysync::mongo
