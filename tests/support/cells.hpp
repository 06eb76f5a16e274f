#pragma once
// Cells made by hand, as a reader would lend them.

#include "core/row.hpp"

#include <cstdint>
#include <string_view>

namespace mysync::test {

inline Cell integer_cell(std::int64_t value)
{
  Cell cell;
  cell.kind = Cell::Kind::signed_integer;
  cell.integer = value;
  return cell;
}

inline Cell natural_cell(std::uint64_t value)
{
  Cell cell;
  cell.kind = Cell::Kind::unsigned_integer;
  cell.natural = value;
  return cell;
}

inline Cell real_cell(double value)
{
  Cell cell;
  cell.kind = Cell::Kind::real;
  cell.real = value;
  return cell;
}

/// Text or octets, which live elsewhere.
inline Cell bytes_cell(std::string_view value)
{
  Cell cell;
  cell.kind = Cell::Kind::bytes;
  cell.bytes = value;
  return cell;
}

/// A time that lives elsewhere.
inline Cell time_cell(Time const& value)
{
  Cell cell;
  cell.kind = Cell::Kind::time;
  cell.time = &value;
  return cell;
}

} // namespace mysync::test
