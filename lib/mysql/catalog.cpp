#include "mysql/catalog.hpp"

#include "core/parse_number.hpp"
#include "mysql/column_facts.hpp"
#include "mysql/foreign_keys.hpp"
#include "mysql/json_columns.hpp"
#include "mysql/reader.hpp"
#include "mysql/schema_query.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace mysync::mysql {

namespace {

/// The tables while they are filled in, in the order they were listed.
class Tables {
public:
  void add(Table table) { tables_.push_back(std::move(table)); }
  /// None for a table that was created, or became visible, between two queries. The rows come table
  /// by table, so the last one found is looked at first.
  Table* find(std::optional<std::string> const& name)
  {
    if (!name) return nullptr;
    if (last_ < tables_.size() && tables_[last_].name == *name) return &tables_[last_];
    auto const found = std::ranges::find(tables_, *name, &Table::name);
    last_ = static_cast<std::size_t>(found - tables_.begin());
    return found == tables_.end() ? nullptr : &*found;
  }
  std::vector<Table>& all() noexcept { return tables_; }

  /// MariaDB puts the column that says when a version of a row ends into every unique key of a
  /// system-versioned table. Of the current rows it is the same for all, until a newer server's
  /// clock reaches further: it is not what tells them apart.
  void note_row_end(Table const& table, std::string const& column)
  {
    row_ends_.emplace(table.name, column);
  }
  bool is_row_end(Table const& table, std::string const& column) const
  {
    return row_ends_.contains({table.name, column});
  }

private:
  std::vector<Table> tables_;
  std::size_t last_ = 0;
  std::set<std::pair<std::string, std::string>> row_ends_;
};

void require_schema(Session& session, std::string_view schema)
{
  auto const rows = ask_schema(session, schema, {"SCHEMA_NAME"}, "SCHEMATA WHERE SCHEMA_NAME = ?");
  if (rows.empty())
    throw failure(Fault::source,
                  "reading the catalogue of {}: unknown database '{}', or no right to see it",
                  session.where(), schema);
}

void read_names(Session& session, std::string_view schema, Tables& tables)
{
  for (auto& row : ask_schema(session, schema, {"TABLE_NAME", "TABLE_TYPE", "ENGINE", "TABLE_ROWS"},
                              "TABLES WHERE TABLE_SCHEMA = ? ORDER BY 1")) {
    auto const type = row[1].value_or("");
    bool const view = type == "VIEW";
    // MariaDB lists its sequences here too: they are counters, not tables.
    if (!view && type != "BASE TABLE" && type != "SYSTEM VERSIONED") continue;
    Table table;
    table.schema = schema;
    table.name = row[0].value_or("");
    table.engine = row[2].value_or("");
    table.rows_estimate = number_or_zero(row[3]);
    table.is_view = view;
    tables.add(std::move(table));
  }
}

/// The expression for the SRID that MySQL 8 holds all geometries of a column to.
std::string declared_srid(ServerInfo const& server)
{
  return !server.mariadb && server.number >= 80000 ? "SRS_ID" : "NULL";
}

void read_columns(Session& session, std::string_view schema, Tables& tables)
{
  auto const style =
      session.server().mariadb ? DefaultStyle::sql_expression : DefaultStyle::bare_value;
  for (auto& row :
       ask_schema(session, schema,
                  {"TABLE_NAME", "COLUMN_NAME", "DATA_TYPE", "COLUMN_TYPE", "IS_NULLABLE",
                   "CHARACTER_OCTET_LENGTH", "NUMERIC_PRECISION", "NUMERIC_SCALE",
                   "DATETIME_PRECISION", "CHARACTER_SET_NAME", "COLLATION_NAME", "COLUMN_DEFAULT",
                   "EXTRA", declared_srid(session.server()), "GENERATION_EXPRESSION"},
                  "COLUMNS WHERE TABLE_SCHEMA = ? ORDER BY TABLE_NAME, ORDINAL_POSITION")) {
    auto* const table = tables.find(row[0]);
    if (table == nullptr) continue;
    ColumnFacts const facts{.name = row[1].value_or(""),
                            .data_type = row[2].value_or(""),
                            .column_type = row[3].value_or(""),
                            .is_nullable = row[4].value_or(""),
                            .octets = row[5],
                            .precision = row[6],
                            .scale = row[7],
                            .time_precision = row[8],
                            .charset = row[9],
                            .collation = row[10],
                            .default_value = row[11],
                            .extra = row[12].value_or(""),
                            .srid = row[13]};
    table->columns.push_back(column_from(facts, style));
    if (row[14] == "ROW END") tables.note_row_end(*table, facts.name);
  }
}

/// The expression that says that the optimizer does not use the index; each server has its own.
std::string hidden_index(ServerInfo const& server)
{
  if (server.mariadb) return server.number >= 100600 ? "IGNORED" : "'NO'";
  return server.number >= 80000 ? "IF(IS_VISIBLE = 'NO', 'YES', 'NO')" : "'NO'";
}

void read_indexes(Session& session, std::string_view schema, Tables& tables)
{
  for (auto& row : ask_schema(
           session, schema,
           {"TABLE_NAME", "INDEX_NAME", "NON_UNIQUE", "COLUMN_NAME", "SUB_PART", "INDEX_TYPE",
            "COLLATION", hidden_index(session.server())},
           "STATISTICS WHERE TABLE_SCHEMA = ? ORDER BY TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX")) {
    auto* const table = tables.find(row[0]);
    if (table == nullptr || tables.is_row_end(*table, row[3].value_or(""))) continue;
    auto const name = row[1].value_or("");
    if (table->indexes.empty() || table->indexes.back().name != name) {
      table->indexes.emplace_back();
      table->indexes.back().name = name;
      table->indexes.back().unique = row[2] == "0";
    }
    auto& index = table->indexes.back();
    // In order of its columns' values, all of each, the small ones first; anything else serves
    // other questions than ours. A part without a column is an expression.
    bool const in_order = (row[5] == "BTREE" || row[5] == "LSMTREE") && row[6] == "A";
    if (!row[3] || row[4] || !in_order || row[7] == "YES") index.usable = false;
    index.columns.push_back(row[3].value_or(""));
  }
}

} // namespace

std::vector<Table> read_tables(Session& session, std::string_view schema)
{
  require_schema(session, schema);
  Tables tables;
  read_names(session, schema, tables);
  read_columns(session, schema, tables);
  if (session.server().mariadb) mark_json_columns(session, tables.all());
  read_indexes(session, schema, tables);
  read_foreign_keys(session, schema, tables.all());
  return std::move(tables.all());
}

} // namespace mysync::mysql
