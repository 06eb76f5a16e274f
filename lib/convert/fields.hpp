#pragma once
// Which columns are read and which field each becomes, decided and checked before a table is read.

#include "convert/plan.hpp"
#include "core/schema.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace mysync::convert {

/// A column by its place among those that are read.
struct MappedColumn {
  std::size_t index;
  std::string field;
};

struct Fields {
  std::vector<Column const*> columns; ///< to be read, in ordinal order; they point into the table
  std::vector<std::size_t> key;       ///< indexes into `columns`, in key order
  std::vector<MappedColumn> id;       ///< the same, with names; the name of a single one is `_id`
  std::vector<MappedColumn> fields;   ///< behind `_id`
  std::vector<std::size_t> shown;     ///< indexes of those that may be told: not the excluded ones
};

/// Throws Error (Fault::config) as Plan's constructor promises; types are not looked at.
Fields fields_of(Table const& table, Mapping const& mapping);

/// Why MongoDB would not take the column's field name, with the line to add; empty when it would,
/// or when the column becomes no field.
std::string name_problem(Table const& table, Mapping const& mapping, Column const& column);

} // namespace mysync::convert
