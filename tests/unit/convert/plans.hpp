#pragma once
// Tables, plans and rows made by hand, for the tests of Plan.

#include "convert/plan.hpp"
#include "core/error.hpp"
#include "support/bson_text.hpp"
#include "support/cells.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

namespace mysync::plan_tests {

using namespace mysync::test;

using convert::Mapping;
using convert::Plan;

inline Column integer(std::string name)
{
  return {.name = std::move(name), .type = ColumnType::integer};
}
inline Column text(std::string name)
{
  return {.name = std::move(name), .type = ColumnType::text, .charset = "utf8mb4"};
}

inline Table table_of(std::vector<Column> columns)
{
  Table table{.schema = "shop", .name = "orders"};
  table.columns = std::move(columns);
  return table;
}

inline Batch encoded(Plan& plan, std::vector<Cell> const& row)
{
  Batch batch;
  plan.encode(row, batch);
  return batch;
}

inline std::string document_of(Plan& plan, std::vector<Cell> const& row)
{
  auto const batch = encoded(plan, row);
  REQUIRE(batch.documents.size() == 1);
  CHECK(batch.documents[0].size == batch.bytes.size());
  return bson_text(document(batch, batch.documents[0]));
}

inline std::string complaint(std::vector<Column> columns, Mapping const& mapping)
{
  try {
    Plan const plan(table_of(std::move(columns)), mapping);
  } catch (Error const& error) {
    CHECK(error.fault() == Fault::config);
    return error.what();
  }
  return "none";
}

inline std::vector<std::string> names(Plan const& plan)
{
  std::vector<std::string> out;
  for (auto const* column : plan.columns()) out.push_back(column->name);
  return out;
}

} // namespace mysync::plan_tests
