#pragma once
// A table with a key and one more column, for tests that look at one value at a time.

#include "convert/plan.hpp"
#include "support/bson_text.hpp"
#include "support/cells.hpp"

#include <array>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace mysync::test {

struct Tried {
  std::string value;   ///< the field's canonical Extended JSON, or `refused`
  std::string message; ///< why it was refused
  Reason reason = Reason::value;
  convert::Notes notes;
};

inline Table table_of(std::vector<Column> columns)
{
  Table table{.schema = "shop", .name = "t"};
  table.columns = std::move(columns);
  return table;
}

inline Tried outcome_of(convert::Plan& plan, Row row, std::string_view before)
{
  Batch batch;
  batch.bytes = {1, 2, 3}; // what stood there stays
  plan.encode(row, batch);
  Tried out{.notes = plan.notes()};
  if (batch.rows != 1 || batch.documents.size() + batch.refused.size() != 1)
    throw std::runtime_error("a row is not counted once");
  if (!batch.refused.empty()) {
    if (batch.bytes.size() != 3) throw std::runtime_error("a refused row left octets behind");
    out.value = "refused";
    out.message = batch.refused[0].message;
    out.reason = batch.refused[0].reason;
    return out;
  }
  auto const text = bson_text(document(batch, batch.documents[0]));
  if (!text.starts_with(before)) throw std::runtime_error("unexpected beginning: " + text);
  out.value = text.substr(before.size(), text.size() - before.size() - 1);
  return out;
}

/// The column as the field `v` of a document.
inline Tried as_field(Column column, Cell const& cell, convert::Mapping mapping = {})
{
  column.name = "v";
  mapping.key = {"id"};
  convert::Plan plan(table_of({{.name = "id", .type = ColumnType::integer}, std::move(column)}),
                     mapping);
  std::array<Cell, 2> const row{integer_cell(1), cell};
  return outcome_of(plan, row, R"({"_id":{"$numberInt":"1"},"v":)");
}

/// The column as the key.
inline Tried as_id(Column column, Cell const& cell, convert::Mapping mapping = {})
{
  column.name = "v";
  mapping.key = {"v"};
  convert::Plan plan(table_of({std::move(column)}), mapping);
  std::array<Cell, 1> const row{cell};
  auto out = outcome_of(plan, row, R"({"_id":)");
  std::vector<std::uint8_t> id{9};
  auto const size = plan.encode_id(row, id);
  if (size != id.size() - 1) throw std::runtime_error("encode_id tells a wrong size");
  auto const alone = size == 0 ? out.value : element_text(std::span(id).subspan(1)).substr(6);
  if (alone != out.value) throw std::runtime_error("encode_id makes another _id: " + alone);
  return out;
}

} // namespace mysync::test
