#pragma once
// Where a read stands: the values of the order columns (cursor, then key) of its last row, exact
// and owned, so that they can be bound again, remembered and compared with what was remembered.

#include "core/row.hpp"
#include "core/schema.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace mysync {

/// One value. `text`: what a person would read, exact (digits, `2026-01-02 03:04:05.000006`, UTF-8;
/// BIT as its number, YEAR with four digits). `bytes`: the octets of a binary column.
struct PositionValue {
  enum class Kind : std::uint8_t { null, text, bytes };
  Kind kind = Kind::null;
  std::string value;
  bool operator==(PositionValue const&) const = default;
};

using Position = std::vector<PositionValue>;

/// The cell of `column` as a position value. FLOAT and DOUBLE become the shortest text that reads
/// back as the same number.
PositionValue position_value(Column const& column, Cell const& cell);

/// The values of the cells that `order` indexes, in that order. `columns` are the row's columns.
Position position_of(std::span<Column const* const> columns, Row row,
                     std::span<std::size_t const> order);

/// `2026-01-02 03:04:05.000006` with `fraction_digits` digits after the point (0–6, cut).
std::string date_time_text(Time const& time, unsigned fraction_digits);
/// `2026-01-02`.
std::string date_text(Time const& time);
/// `-838:59:59.000006`, at least two digits for the hour.
std::string time_text(Time const& time, unsigned fraction_digits);

} // namespace mysync
