#pragma once
// The one table of conversions: which BSON type a column becomes, and which function makes it so.

#include "convert/encoders.hpp"

#include <optional>
#include <string_view>

namespace mysync::convert {

/// Whose wall clock DATETIME columns hold.
enum class WallClock : std::uint8_t { utc, other };

/// Where a value stands. Two rows never share an `_id`, and an `_id` is never an array: in the key
/// what would lose a difference becomes its text.
enum class Place : std::uint8_t { field, key };

struct Use {
  WallClock wall_clock = WallClock::utc;
  Place place = Place::field;
  std::optional<config::FieldType> asked = {}; ///< `columns.type`
};

struct Rule {
  std::string_view bson;              ///< as `discover` names it; empty: it cannot be
  Encoder::Function encode = nullptr; ///< then none
};

Rule rule_of(Column const& column, Use use);

} // namespace mysync::convert
