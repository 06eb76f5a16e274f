#include "sync/drift.hpp"

#include "core/error.hpp"

#include <fmt/ranges.h>

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
      changes.push_back(fmt::format("column {} was {}, is {}", name, old->second, type));
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

std::string cursor_names(TableChoice const& choice)
{
  return fmt::format("{}", fmt::join(choice.cursor, ", "));
}

void check_same_reading(mongo::TableRecord const& record, TableChoice const& choice)
{
  auto const& table = choice.table.name;
  check_same(table, "key", fmt::format("{}", fmt::join(record.key, ", ")),
             fmt::format("{}", fmt::join(choice.key, ", ")));
  check_same(table, "cursor", record.cursor, cursor_names(choice));
  check_same(table, "where", record.where, choice.options.where);
  check_same(table, "collection", record.collection, choice.collection);
}

} // namespace mysync::sync
