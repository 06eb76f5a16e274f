#include "sync/row_filter.hpp"

#include "mysql/sql.hpp"

#include <fmt/format.h>

namespace mysync::sync {

namespace {

/// True for a value other than the type's zero; NULL for NULL. Empty for a type that has none.
std::string is_not_zero(Column const& column)
{
  auto const name = mysql::quoted(column.name);
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
  case ColumnType::year: return name + " <> 0";
  case ColumnType::date: return name + " <> '0000-00-00'";
  case ColumnType::date_time:
  case ColumnType::timestamp: return name + " <> '0000-00-00 00:00:00'";
  case ColumnType::time: return name + " <> '00:00:00'";
  case ColumnType::fixed_text:
  case ColumnType::text:
  case ColumnType::enumeration: return name + " NOT IN ('', '0')";
  default: return {};
  }
}

} // namespace

std::string live_rows(config::Table const& options, Table const& table)
{
  auto const* const column =
      options.soft_column().empty() ? nullptr : table.find(options.soft_column());
  if (column == nullptr) return options.where;
  auto const unmarked = fmt::format("NOT COALESCE({}, 0)", is_not_zero(*column));
  // On lines of its own, so that a comment at its end does not swallow what follows.
  return options.where.empty() ? unmarked : fmt::format("(\n{}\n) AND {}", options.where, unmarked);
}

std::string soft_problem(config::Table const& options, Table const& table)
{
  auto const name = options.soft_column();
  if (name.empty()) return {};
  auto const* const column = table.find(name);
  if (column == nullptr)
    return fmt::format("table {}: deletes = \"soft:{}\" names a column that does not exist",
                       table.name, name);
  if (is_not_zero(*column).empty())
    return fmt::format("table {}: deletes = \"soft:{}\": a column of type {} cannot mark deleted "
                       "rows; use a number, a time or a short text",
                       table.name, name, column->declared);
  return {};
}

TableChoice departed(TableChoice choice)
{
  // A condition that is NULL is not met.
  choice.filter = choice.filter.empty() ? std::string("FALSE")
                                        : fmt::format("NOT COALESCE((\n{}\n), 0)", choice.filter);
  return choice;
}

} // namespace mysync::sync
