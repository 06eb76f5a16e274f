#pragma once
// The one table of conversions: which BSON type a column becomes, and which function makes it so.

#include "convert/encoders.hpp"

#include <string_view>

namespace mysync::convert {

/// Whose wall clock DATETIME columns hold.
enum class WallClock : std::uint8_t { utc, other };

struct Rule {
  std::string_view bson;              ///< as `discover` names it; empty: it cannot be
  Encoder::Function encode = nullptr; ///< then none
};

Rule rule_of(Column const& column, WallClock wall_clock);

/// The same for a column of the key. Two rows never share an `_id`, and an `_id` is never an array:
/// what would lose a difference becomes its text.
Rule id_rule_of(Column const& column, WallClock wall_clock);

} // namespace mysync::convert
