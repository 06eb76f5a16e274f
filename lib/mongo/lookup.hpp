#pragma once
// Documents by their ids, a bounded number at a time.

#include "core/batch.hpp"
#include "mongo/bulk.hpp"
#include "mongo/difference.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace mysync::mongo {

/// `_id` elements (type byte, name, value).
using IdSpans = std::vector<std::span<std::uint8_t const>>;

/// { _id: { $in: [ … ] } }.
Bson ids_filter(IdSpans const& ids);

/// The `_id` element of a whole document, wherever it stands; empty when there is none.
std::span<std::uint8_t const> id_of(bson_t const& document);

/// Calls `each` with every document whose `_id` the server takes for one of `ids`, and the index of
/// that id; of ids that are one to the server, the first's. The document is lent. At most a hundred
/// ids are asked for at once.
void for_each_with_id(
    Documents const& documents, IdSpans const& ids,
    std::function<void(std::size_t, std::span<std::uint8_t const> document)> const& each);

/// Which of the batch's documents the collection does not hold with the same fields, types and
/// values under the same `_id`.
Selection unequal(Documents const& documents, Batch const& batch, FieldOrder order);

} // namespace mysync::mongo
