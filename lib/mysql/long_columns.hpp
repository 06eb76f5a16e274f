#pragma once
// Rows too large to be documents are not fetched whole: the server measures what may be long, and
// sends only the beginning of what would not fit.

#include "core/schema.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace mysync::mysql {

/// A column whose cells may make a row too large to be a document.
struct LongColumn {
  std::size_t index; ///< in the select list
  /// What the server's measure is at most of the octets of the value's UTF-8 or of a document's.
  std::uint64_t divisor;
};

/// Those of a select list, in its order. MEDIUMTEXT and larger, JSON and geometries: all others
/// together make a document of tens of megabytes in a table of a thousand columns only.
std::vector<LongColumn> long_columns(std::span<Column const* const> columns);

/// So many are measured together: each one's text has a measure of all of them in it.
constexpr std::size_t measured_together = 16;

/// SQL: octets of the column's value on the server, NULL of NULL.
std::string measure(Column const& column);

/// SQL: the column's value `selected`, or its beginning where its row is too large.
std::string whole_or_beginning(std::span<Column const* const> columns,
                               std::span<LongColumn const> together, Column const& column,
                               std::string const& selected);

/// The same decision from what `measure` gave for each of those measured together, NULL being 0.
bool is_too_large(std::span<LongColumn const> together, std::span<std::uint64_t const> measures);

/// Calls `each(first, count)` for the groups that `count` long columns are measured in.
void for_each_group(std::size_t count, auto const& each)
{
  for (std::size_t first = 0; first < count; first += measured_together)
    each(first, std::min(measured_together, count - first));
}

} // namespace mysync::mysql
