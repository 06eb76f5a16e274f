#pragma once
// Tables as discovery finds them, made by hand.

#include "core/schema.hpp"

#include <string>
#include <vector>

namespace mysync::test {

inline Column column(std::string name, ColumnType type = ColumnType::integer,
                     std::string declared = "int")
{
  Column made;
  made.name = std::move(name);
  made.type = type;
  made.declared = std::move(declared);
  return made;
}

inline Column timestamp(std::string name)
{
  return column(std::move(name), ColumnType::timestamp, "timestamp");
}

inline Column touched(std::string name)
{
  auto made = timestamp(std::move(name));
  made.on_update_now = true;
  return made;
}

inline Column nullable(Column made)
{
  made.nullable = true;
  return made;
}

inline Index primary(std::vector<std::string> columns)
{
  return {"PRIMARY", true, true, std::move(columns)};
}

inline Index unique(std::string name, std::vector<std::string> columns)
{
  return {std::move(name), true, true, std::move(columns)};
}

inline Index index(std::string name, std::vector<std::string> columns)
{
  return {std::move(name), false, true, std::move(columns)};
}

inline Table table(std::string name, std::vector<Column> columns, std::vector<Index> indexes)
{
  Table made;
  made.schema = "shop";
  made.name = std::move(name);
  made.engine = "InnoDB";
  made.columns = std::move(columns);
  made.indexes = std::move(indexes);
  return made;
}

/// orders (id, updated_at …): a primary key and an indexed cursor.
inline Table orders()
{
  return table("orders", {column("id"), touched("updated_at"), column("total")},
               {primary({"id"}), index("by_update", {"updated_at"})});
}

} // namespace mysync::test
