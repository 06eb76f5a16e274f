#pragma once
// What the tests of reading share: a table's schema, a read of all its columns, cells as text.

#include "mysql/catalog.hpp"
#include "mysql/reader.hpp"
#include "support/mysql_server.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace mysync::test {

inline Table table_named(mysql::Session& session, MysqlDatabase const& database,
                         std::string_view name)
{
  auto const tables = mysql::read_tables(session, database.name());
  auto const found = std::ranges::find(tables, name, &Table::name);
  if (found == tables.end()) throw std::runtime_error("the catalogue lacks " + std::string(name));
  return *found;
}

/// Borrows the table's columns.
inline mysql::ReadSpec all_columns(Table const& table, std::vector<std::string> const& order)
{
  mysql::ReadSpec spec;
  spec.schema = table.schema;
  spec.table = table.name;
  for (auto const& column : table.columns) spec.columns.push_back(&column);
  for (auto const& name : order)
    spec.order.push_back(static_cast<std::size_t>(table.find(name) - table.columns.data()));
  return spec;
}

inline std::string shown(Column const& column, Cell const& cell)
{
  return cell.kind == Cell::Kind::null ? "NULL" : position_value(column, cell).value;
}

} // namespace mysync::test
