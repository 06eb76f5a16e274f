#include "core/position.hpp"

#include "core/time_text.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cstdint>

namespace mysync {

namespace {

template <class Real> std::string shortest(Real number)
{
  std::array<char, 32> digits;
  auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  return {digits.data(), end};
}

std::string time_value(Column const& column, Time const& time)
{
  if (column.type == ColumnType::date) return date_text(time);
  if (column.type == ColumnType::time) return time_text(time, column.scale);
  return date_time_text(time, column.scale);
}

std::string bit_value(std::string_view bytes)
{
  std::uint64_t bits = 0;
  for (char const byte : bytes) bits = bits << 8U | static_cast<std::uint8_t>(byte);
  return fmt::format("{}", bits);
}

PositionValue bytes_value(Column const& column, std::string_view bytes)
{
  switch (column.type) {
  case ColumnType::bit: return {PositionValue::Kind::text, bit_value(bytes)};
  case ColumnType::fixed_binary:
  case ColumnType::binary:
  case ColumnType::geometry:
  case ColumnType::vector:
  case ColumnType::unknown: return {PositionValue::Kind::bytes, std::string(bytes)};
  default: return {PositionValue::Kind::text, std::string(bytes)};
  }
}

// Four digits for a YEAR: the server reads 0 as 2000 and '0000' as 0000.
std::string integer_value(Column const& column, auto number)
{
  return column.type == ColumnType::year ? fmt::format("{:04}", number) : fmt::format("{}", number);
}

} // namespace

PositionValue position_value(Column const& column, Cell const& cell)
{
  switch (cell.kind) {
  case Cell::Kind::null: return {};
  case Cell::Kind::signed_integer:
    return {PositionValue::Kind::text, integer_value(column, cell.integer)};
  case Cell::Kind::unsigned_integer:
    return {PositionValue::Kind::text, integer_value(column, cell.natural)};
  case Cell::Kind::real:
    return {PositionValue::Kind::text, column.type == ColumnType::real_float
                                           ? shortest(static_cast<float>(cell.real))
                                           : shortest(cell.real)};
  case Cell::Kind::time: return {PositionValue::Kind::text, time_value(column, *cell.time)};
  case Cell::Kind::bytes:
  case Cell::Kind::beginning: return bytes_value(column, cell.bytes);
  }
  return {};
}

Position position_of(std::span<Column const* const> columns, Row row,
                     std::span<std::size_t const> order)
{
  Position position;
  position.reserve(order.size());
  for (auto const index : order) position.push_back(position_value(*columns[index], row[index]));
  return position;
}

std::string date_time_text(Time const& time, unsigned fraction_digits)
{
  return std::string(date_time_chars(time, fraction_digits).view());
}

std::string date_text(Time const& time) { return std::string(date_chars(time).view()); }

std::string time_text(Time const& time, unsigned fraction_digits)
{
  return std::string(time_chars(time, fraction_digits).view());
}

} // namespace mysync
