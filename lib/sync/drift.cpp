#include "sync/drift.hpp"

#include "core/error.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>
#include <sstream>

namespace mysync::sync {

namespace {

/// One line for each column; names may hold anything but a line's end is never part of one.
std::map<std::string, std::string> columns_of(std::string const& fingerprint)
{
  std::map<std::string, std::string> columns;
  std::istringstream lines(fingerprint);
  for (std::string line; std::getline(lines, line);) {
    auto const tab = line.find('\t');
    columns.emplace(line.substr(0, tab), tab == std::string::npos ? "" : line.substr(tab + 1));
  }
  return columns;
}

/// `decimal(10,2) unsigned` → `decimal`.
std::string_view word_of(std::string_view declared)
{
  return declared.substr(0, declared.find_first_of("( "));
}

/// Whether values of both are written alike. Lengths do not matter, but for what has digits after
/// the point, and members do: a value may have another now.
bool same_form(std::string_view before, std::string_view now)
{
  constexpr std::array<std::string_view, 12> sized{"char",    "varchar",  "binary",    "varbinary",
                                                   "tinyint", "smallint", "mediumint", "int",
                                                   "bigint",  "year",     "tinytext",  "text"};
  if (before == now) return true;
  if (word_of(before) != word_of(now)) return false;
  bool const natural = before.find("unsigned") != before.npos;
  if (natural != (now.find("unsigned") != now.npos)) return false;
  if (word_of(before) == "decimal") {
    auto const scale = [](std::string_view declared) {
      auto const comma = declared.find(',');
      return comma == declared.npos ? "" : declared.substr(comma, declared.find(')') - comma);
    };
    return scale(before) == scale(now);
  }
  return std::ranges::find(sized, word_of(before)) != sized.end();
}

void check_same(std::string const& table, char const* what, std::string const& before,
                std::string const& now)
{
  if (before == now) return;
  throw failure(
      Fault::config,
      "table {}: its state was made with {} '{}', configured is '{}'; to load it anew: mysync "
      "reset-watermark {}",
      table, what, before, now, table);
}

/// The watermark is of that column and of no other.
void check_cursor_there(mongo::TableRecord const& record, Table const& table)
{
  auto const first = record.cursor.substr(0, record.cursor.find(", "));
  if (first.empty() || table.find(first) != nullptr) return;
  throw failure(Fault::config,
                "table {}: its cursor {} is gone; bring it back, or load the table anew with "
                "another: mysync reset-watermark {}",
                table.name, first, table.name);
}

} // namespace

std::string schema_fingerprint(Table const& table)
{
  std::string fingerprint;
  for (auto const& column : table.columns)
    fingerprint += column.name + '\t' + column.declared + '\n';
  return fingerprint;
}

std::vector<std::string> schema_changes(std::string const& before, std::string const& now)
{
  std::vector<std::string> changes;
  auto const old_columns = columns_of(before);
  auto const new_columns = columns_of(now);
  for (auto const& [name, type] : new_columns) {
    auto const old = old_columns.find(name);
    if (old == old_columns.end()) {
      changes.push_back(
          fmt::format("new column {} {}: in documents as their rows change; for all of "
                      "them: mysync run --full",
                      name, type));
    } else if (old->second != type) {
      changes.push_back(fmt::format(
          "column {} was {}, is {}{}", name, old->second, type,
          same_form(old->second, type)
              ? ""
              : ": documents keep the old form until their rows change, or mysync run --full"));
    }
  }
  for (auto const& [name, type] : old_columns) {
    if (!new_columns.contains(name)) {
      changes.push_back(
          fmt::format("column {} is gone: it leaves documents as their rows change", name));
    }
  }
  return changes;
}

std::vector<std::string> new_columns(std::string const& before, std::string const& now)
{
  std::vector<std::string> names;
  auto const known = columns_of(before);
  for (auto const& [name, type] : columns_of(now))
    if (!known.contains(name)) names.push_back(name);
  return names;
}

void leave_out_new(TableChoice& choice, std::string const& known)
{
  auto const is_one_of = [](std::vector<std::string> const& names, std::string const& column) {
    return std::ranges::find(names, column) != names.end();
  };
  for (auto const& name : new_columns(known, schema_fingerprint(choice.table)))
    if (!is_one_of(choice.key, name) && !is_one_of(choice.cursor, name))
      choice.mapping.exclude.insert(name);
}

std::vector<std::string> reformed_columns(std::string const& before, std::string const& now)
{
  std::vector<std::string> lines;
  auto const known = columns_of(before);
  for (auto const& [name, type] : columns_of(now)) {
    auto const old = known.find(name);
    if (old != known.end() && !same_form(old->second, type))
      lines.push_back(fmt::format("{} was {}, is {}", name, old->second, type));
  }
  return lines;
}

std::string cursor_names(TableChoice const& choice)
{
  return fmt::format("{}", fmt::join(choice.cursor, ", "));
}

std::string id_kinds(TableChoice const& choice)
{
  std::vector<std::string_view> kinds;
  for (auto const& name : choice.key) {
    auto const* const column = choice.table.find(name);
    auto const type = column == nullptr ? "" : convert::bson_type(*column, choice.mapping);
    bool const number = type == "int" || type == "long" || type == "double" || type == "decimal";
    kinds.push_back(number ? "number" : type);
  }
  return fmt::format("{}", fmt::join(kinds, ", "));
}

void check_same_reading(mongo::TableRecord const& record, TableChoice const& choice)
{
  auto const& table = choice.table.name;
  check_cursor_there(record, choice.table);
  check_same(table, "key", fmt::format("{}", fmt::join(record.key, ", ")),
             fmt::format("{}", fmt::join(choice.key, ", ")));
  if (auto const kinds = id_kinds(choice); !record.ids.empty() && record.ids != kinds) {
    throw failure(Fault::config,
                  "table {0}: its documents have an _id made of {1}, the key now makes {2}: every "
                  "document would stand twice; change the key back, or drop collection {3} and "
                  "start anew: mysync reset-watermark {0}",
                  table, record.ids, kinds, record.collection);
  }
  check_same(table, "cursor", record.cursor, cursor_names(choice));
  check_same(table, "where", record.where, choice.options.where);
  check_same(table, "collection", record.collection, choice.collection);
}

TableChoice read_as_before(TableChoice choice, mongo::TableRecord const& record,
                           config::Drift policy)
{
  if (record.key.empty()) return choice; // forgotten by reset-watermark
  check_same_reading(record, choice);
  if (policy == config::Drift::ignore) leave_out_new(choice, record.schema);
  return choice;
}

} // namespace mysync::sync
