#pragma once
// Compares cursor cells with a remembered cursor value, cheaply enough for every row.

#include "core/row.hpp"

#include <cstdint>
#include <string>

namespace mysync::sync {

class CursorOrder {
public:
  /// `value`: a position's text of a time or integer column; empty covers nothing.
  explicit CursorOrder(std::string const& value);

  /// True when the cell is not NULL and not above the value.
  bool covers(Cell const& cell) const noexcept;

private:
  bool known_ = false;
  std::int64_t time_ = 0; ///< when the value is a time, packed
  std::int64_t integer_ = 0;
  std::uint64_t natural_ = 0; ///< for values of unsigned columns
};

} // namespace mysync::sync
