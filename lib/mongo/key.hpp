#pragma once
// From a document's `_id` back to the key's values, to look its row up.

#include "core/position.hpp"
#include "core/schema.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace mysync::mongo {

/// The key's values, one for each of `columns`; nothing when the `_id` element (type byte, name,
/// value) cannot be one that mysync made from such columns.
std::optional<Position> key_of(std::span<std::uint8_t const> id_element,
                               std::vector<Column const*> const& columns);

} // namespace mysync::mongo
