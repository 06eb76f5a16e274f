#pragma once
// Keys as a person types them: `1,2,3`, `7/1`, `"Smith, John"/2`.

#include "core/position.hpp"
#include "core/row.hpp"
#include "core/schema.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mysync::sync {

/// One key; where its parts may be divided depends on how many the table's key has.
struct TypedKey {
  std::string text;                 ///< without the quotes
  std::vector<std::size_t> slashes; ///< those in `text` that no quotes held
};

/// Keys by commas. In double quotes commas and slashes are part of the key, and a backslash takes
/// the next character as it is. Throws Error (Fault::usage) for an empty key or an open quote.
std::vector<TypedKey> typed_keys(std::string_view list);

/// The value of each of the columns, as it can be bound. The last column takes what is left. Throws
/// Error (Fault::usage) when there are too few parts, or one is no value of its column: the server
/// would take `abc` for 0.
Position key_position(TypedKey const& key, std::vector<Column const*> const& columns);

/// A value as the cell that it would have come as.
class TypedCell {
public:
  TypedCell() = default;
  TypedCell(TypedCell const&) = delete; // the cell points into it
  TypedCell& operator=(TypedCell const&) = delete;

  /// False for types that cannot be made from text here. `value` outlives the cell.
  bool make(Column const& column, PositionValue const& value);
  Cell const& cell() const noexcept { return cell_; }

private:
  Cell cell_;
  Time time_;
};

} // namespace mysync::sync
