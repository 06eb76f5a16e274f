#include "core/schema.hpp"

#include <algorithm>

namespace mysync {

Column const* Table::find(std::string_view column) const noexcept
{
  auto const found = std::ranges::find(columns, column, &Column::name);
  return found == columns.end() ? nullptr : &*found;
}

Index const* Table::primary_key() const noexcept
{
  auto const found = std::ranges::find(indexes, "PRIMARY", &Index::name);
  return found == indexes.end() ? nullptr : &*found;
}

bool holds_text(Column const& column) noexcept
{
  return !column.charset.empty() && column.charset != "binary";
}

bool orders_by_value(Column const& column) noexcept
{
  switch (column.type) {
  case ColumnType::tiny_int:
  case ColumnType::small_int:
  case ColumnType::medium_int:
  case ColumnType::integer:
  case ColumnType::big_int:
  case ColumnType::decimal:
  case ColumnType::real_float:
  case ColumnType::real_double:
  case ColumnType::bit:
  case ColumnType::date:
  case ColumnType::date_time:
  case ColumnType::timestamp:
  case ColumnType::time:
  case ColumnType::year:
  case ColumnType::fixed_text:
  case ColumnType::text:
  case ColumnType::fixed_binary:
  case ColumnType::binary:
  case ColumnType::uuid:
  case ColumnType::inet4:
  case ColumnType::inet6: return true;
  case ColumnType::enumeration: // sorts by index, compares with text by text
  case ColumnType::set:         // the same with its bits
  case ColumnType::json:        // its order is defined between JSON values only
  case ColumnType::geometry:
  case ColumnType::vector:
  case ColumnType::unknown: return false;
  }
  return false;
}

} // namespace mysync
