#pragma once
// A table's compiled encoders: what turns a row into a document.

#include "config/config.hpp"
#include "core/batch.hpp"
#include "core/schema.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace mysync::convert {

/// How one table's columns become fields.
struct Mapping {
  std::vector<std::string> key;   ///< the columns of `_id`, at least one
  std::vector<std::string> order; ///< more columns the reader must deliver: the cursor
  std::set<std::string> exclude;  ///< columns that become no field (key and cursor are still read)
  std::map<std::string, std::string> rename;      ///< column → field
  std::map<std::string, config::FieldType> types; ///< by column
  bool keep_key = false;
  config::ZeroDates zero_dates = config::ZeroDates::null;
  std::string datetime_zone = "UTC"; ///< an IANA name or a fixed offset `+05:30`
};

/// What happened to values that were not simply carried over; grows as rows are encoded.
struct Notes {
  std::map<std::string, std::uint64_t> zero_dates; ///< by column: those that became null or text
  std::map<std::string, std::uint64_t> ambiguous;  ///< by column: local times that came twice
  std::map<std::string, std::uint64_t> skipped;    ///< by column: local times that never came

  /// What happened to other rows of the same table.
  void add(Notes const& more);
};

class Plan {
public:
  /// Throws Error (Fault::config) naming the table, the column and the line to add when a column is
  /// missing, a field name is refused by MongoDB, two columns make the same field, or a type
  /// that was asked for makes no sense, or the key's type is unknown.
  Plan(Table const& table, Mapping const& mapping);
  ~Plan();
  Plan(Plan&&) noexcept;
  Plan& operator=(Plan&&) noexcept;

  /// The columns to read, in the order of the row's cells. They point into the plan's own copy.
  std::vector<Column const*> const& columns() const noexcept;
  /// Indexes into `columns()` of the key, in key order.
  std::vector<std::size_t> const& key() const noexcept;
  /// Those columns.
  std::vector<Column const*> key_columns() const;
  /// Index into `columns()`; the column is one of them.
  std::size_t index_of(std::string_view column) const;

  /// Adds the row's document to `out`, or a refusal with its reason; counts the row either way.
  /// `row` has a cell for each of `columns()`. The batch's position is left to who reads the rows.
  void encode(Row row, Batch& out);

  /// Only the `_id` element (type byte, name, value) of a row that holds the key's cells in key
  /// order. Appends to `out`; returns the number of bytes, 0 when the key cannot be encoded.
  std::size_t encode_id(Row key_cells, std::vector<std::uint8_t>& out);

  Notes const& notes() const noexcept;

private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// The BSON type a column becomes, as `discover` names it: "int", "long", "decimal", "date",
/// "string", "array", "bool", "double", "binary", "document" (of JSON also an array or a scalar);
/// empty when it cannot be what `mapping.types` asks for. In the key a value must part any two
/// rows: a DATETIME(6) is "string" there. Throws like Zone when the mapping's `datetime_zone` is
/// none.
std::string_view bson_type(Column const& column, Mapping const& mapping);

} // namespace mysync::convert
