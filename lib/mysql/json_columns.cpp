#include "mysql/json_columns.hpp"

#include "core/error.hpp"
#include "mysql/column_facts.hpp"
#include "mysql/reader.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace mysync::mysql {

namespace {

bool may_be_json(Column const& column) { return column.declared == "longtext"; }

// information_schema.check_constraints shows nothing to a user who may only read; this does.
std::string definition(Session& session, Table const& table)
{
  Column text;
  text.name = "SHOW CREATE TABLE";
  text.type = ColumnType::text;
  Statement const statement{
      fmt::format("SHOW CREATE TABLE {}.{}", quoted(table.schema), quoted(table.name)), {}};
  std::string create;
  for_each_row(session, statement, {&text, &text}, [&](Row row) { create = row[1].bytes; });
  return create;
}

} // namespace

bool has_json_check(std::string_view create, std::string_view column)
{
  auto const wanted = fmt::format("CHECK (json_valid({}))", quoted(column));
  while (!create.empty()) {
    if (create.starts_with(wanted)) return true;
    auto skipped = create.substr(1);
    if (create.front() == '\'') {
      if (auto const literal = quoted_literal(create)) skipped = literal->rest;
    } else if (create.front() == '`') {
      // A doubled one inside the name ends this name and begins another, which comes to the same.
      skipped.remove_prefix(std::min(skipped.find('`'), skipped.size() - 1) + 1);
    }
    create = skipped;
  }
  return false;
}

void mark_json_columns(Session& session, std::vector<Table>& tables)
{
  for (auto& table : tables) {
    if (table.is_view || std::ranges::none_of(table.columns, may_be_json)) continue;
    std::string create;
    try {
      create = definition(session, table);
    } catch (Error const& error) {
      if (error.transient()) throw;
    }
    for (auto& column : table.columns)
      if (may_be_json(column) && has_json_check(create, column.name))
        column.type = ColumnType::json;
  }
}

} // namespace mysync::mysql
