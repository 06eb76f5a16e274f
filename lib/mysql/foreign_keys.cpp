#include "mysql/foreign_keys.hpp"

#include "mysql/schema_query.hpp"
#include "mysql/sql.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace mysync::mysql {

namespace {

using Name = std::pair<std::string, std::string>; ///< table, constraint

struct Rules {
  std::string on_delete, on_update;
};

std::map<Name, Rules> read_rules(Session& session, std::string_view schema)
{
  std::map<Name, Rules> rules;
  for (auto& row :
       ask_schema(session, schema, {"TABLE_NAME", "CONSTRAINT_NAME", "DELETE_RULE", "UPDATE_RULE"},
                  "REFERENTIAL_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = ?"))
    rules[{row[0].value_or(""), row[1].value_or("")}] = {row[2].value_or(""), row[3].value_or("")};
  return rules;
}

// MariaDB shows the rules in information_schema only to accounts that may do more than SELECT,
// which ours should not; SHOW CREATE TABLE shows them to everybody who may read the table.
Rules shown_rules(Session& session, Table const& table, std::string const& constraint)
{
  auto const rows = session.query(
      fmt::format("SHOW CREATE TABLE {}.{}", quoted(table.schema), quoted(table.name)));
  auto const text = rows.empty() || rows[0].size() < 2 ? "" : rows[0][1].value_or("");
  return {rule_of(text, constraint, "ON DELETE"), rule_of(text, constraint, "ON UPDATE")};
}

} // namespace

std::string rule_of(std::string_view create_table, std::string_view constraint,
                    std::string_view event)
{
  static constexpr std::array<std::string_view, 5> rules{"CASCADE", "SET NULL", "SET DEFAULT",
                                                         "NO ACTION", "RESTRICT"};
  auto const start =
      create_table.find(fmt::format("CONSTRAINT {} FOREIGN KEY", quoted(constraint)));
  if (start == std::string_view::npos) return "RESTRICT";
  auto const line = create_table.substr(start, create_table.find('\n', start) - start);
  // Behind the last name, which may contain any word.
  auto const tail = line.substr(line.rfind('`') + 1);
  auto const at = tail.find(event);
  if (at == std::string_view::npos) return "RESTRICT";
  auto const rule = tail.substr(std::min(at + event.size() + 1, tail.size()));
  auto const found = std::ranges::find_if(
      rules, [rule](std::string_view known) { return rule.starts_with(known); });
  return found == rules.end() ? "RESTRICT" : std::string(*found);
}

void read_foreign_keys(Session& session, std::string_view schema, std::vector<Table>& tables)
{
  auto rules = read_rules(session, schema);
  Name last;
  for (auto& row :
       ask_schema(session, schema,
                  {"TABLE_NAME", "CONSTRAINT_NAME", "COLUMN_NAME", "REFERENCED_TABLE_NAME"},
                  "KEY_COLUMN_USAGE WHERE TABLE_SCHEMA = ? AND REFERENCED_TABLE_NAME IS "
                  "NOT NULL ORDER BY TABLE_NAME, CONSTRAINT_NAME, ORDINAL_POSITION")) {
    auto const table = std::ranges::find(tables, row[0].value_or(""), &Table::name);
    if (table == tables.end()) continue;
    Name name{table->name, row[1].value_or("")};
    if (name != last) {
      auto const known = rules.find(name);
      auto const rule =
          known != rules.end() ? known->second : shown_rules(session, *table, name.second);
      table->foreign_keys.push_back({{}, row[3].value_or(""), rule.on_delete, rule.on_update});
      last = std::move(name);
    }
    table->foreign_keys.back().columns.push_back(row[2].value_or(""));
  }
}

} // namespace mysync::mysql
