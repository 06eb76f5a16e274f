#include "sync/choice.hpp"

#include "core/error.hpp"
#include "core/text.hpp"
#include "sync/cursor_choice.hpp"
#include "sync/row_filter.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <set>

namespace mysync::sync {

namespace {

std::string joined(std::vector<std::string> const& names)
{
  return fmt::format("{}", fmt::join(names, ", "));
}

bool taken(config::Sync const& sync, std::string const& table)
{
  auto const matches = [&](std::string const& pattern) { return matches_glob(pattern, table); };
  return std::ranges::any_of(sync.tables, matches) && std::ranges::none_of(sync.exclude, matches);
}

Table const* find_table(std::vector<Table> const& catalog, std::string const& name)
{
  std::vector<std::string> names;
  for (auto const& table : catalog) names.push_back(table.name);
  auto const known = meant(name, names);
  return known ? &*std::ranges::find(catalog, *known, &Table::name) : nullptr;
}

/// Every column of the index holds a value in every row, so that unique means identifying.
bool identifies(Index const& index, Table const& table)
{
  return index.unique && index.usable && std::ranges::all_of(index.columns, [&](auto const& name) {
           auto const* const column = table.find(name);
           return column != nullptr && !column->nullable;
         });
}

Index const* unique_key(Table const& table)
{
  if (auto const* const primary = table.primary_key()) return primary;
  auto const found = std::ranges::find_if(
      table.indexes, [&](auto const& index) { return identifies(index, table); });
  return found == table.indexes.end() ? nullptr : &*found;
}

/// The index whose columns are exactly `key`, in its order.
std::string index_of_key(Table const& table, std::vector<std::string> const& key)
{
  for (auto const& index : table.indexes) {
    if (index.usable && index.columns == key) return index.name;
  }
  return {};
}

bool is_unique(Table const& table, std::vector<std::string> const& key)
{
  return std::ranges::any_of(table.indexes, [&](auto const& index) {
    return identifies(index, table) && std::ranges::all_of(index.columns, [&](auto const& column) {
             return std::ranges::find(key, column) != key.end();
           });
  });
}

void choose_key(TableChoice& choice)
{
  auto const& table = choice.table;
  if (choice.options.key.empty()) {
    auto const* const key = unique_key(table);
    if (key == nullptr) {
      choice.problem = fmt::format("table {}: no primary key and no unique key of NOT NULL "
                                   "columns; add one, or leave it out: "
                                   "sync.exclude = [\"{}\"]",
                                   table.name, table.name);
      return;
    }
    choice.key = key->columns;
    choice.key_index = key->usable ? key->name : "";
    choice.reason = fmt::format("key {} ({})", joined(choice.key),
                                key->name == "PRIMARY" ? "primary key" : "unique key " + key->name);
    return;
  }
  for (auto const& name : choice.options.key) {
    if (table.find(name) == nullptr) {
      choice.problem =
          fmt::format("table {}: the configured key column {} does not exist", table.name, name);
      return;
    }
  }
  if (!table.is_view && !is_unique(table, choice.options.key)) {
    choice.problem =
        fmt::format("table {}: the configured key ({}) is not unique: no primary key and no "
                    "unique key of NOT NULL columns is part of it",
                    table.name, joined(choice.options.key));
    return;
  }
  choice.key = choice.options.key;
  choice.key_index = index_of_key(table, choice.key);
  choice.reason = fmt::format("key {} (configured)", joined(choice.key));
}

void make_mapping(TableChoice& choice, config::Config const& config)
{
  auto& mapping = choice.mapping;
  mapping.key = choice.key;
  mapping.order = choice.cursor;
  mapping.exclude.insert(choice.options.exclude.begin(), choice.options.exclude.end());
  mapping.rename = choice.options.rename;
  mapping.types = choice.options.types;
  mapping.keep_key = choice.options.keep_key;
  mapping.zero_dates = choice.options.zero_dates;
  mapping.datetime_zone = choice.options.datetime_zone.value_or(config.mysql.datetime_zone);
}

/// Of a collection that nobody named: what the configuration would not take either.
void refuse_collection_name(TableChoice& choice)
{
  auto const& name = choice.collection;
  if (name.find('$') == std::string::npos && !name.starts_with("system.")) return;
  choice.problem = fmt::format("table {}: MongoDB refuses collection names with '$' and those that "
                               "begin with 'system.'; give it another: collection = \"…\"",
                               choice.table.name);
}

TableChoice choose(Table const& table, config::Table const& options, config::Config const& config)
{
  TableChoice choice;
  choice.table = table;
  choice.options = options;
  choice.collection = options.collection.value_or(table.name);
  choose_key(choice);
  if (choice.problem.empty()) choose_cursor(choice);
  if (choice.problem.empty()) choice.problem = soft_problem(options, table);
  if (choice.problem.empty()) refuse_collection_name(choice);
  choice.filter = live_rows(options, table);
  make_mapping(choice, config);
  return choice;
}

TableChoice missing(config::Table const& options, std::vector<Table> const& catalog,
                    std::string const& database)
{
  std::vector<std::string> names;
  for (auto const& table : catalog) names.push_back(table.name);
  auto const near = closest(options.name, names);
  TableChoice choice;
  choice.table.name = options.name;
  choice.options = options;
  choice.collection = options.collection.value_or(options.name);
  choice.problem = fmt::format("table {}: there is none in database {}, or no right to see it{}",
                               options.name, database, near ? "; did you mean " + *near + "?" : "");
  return choice;
}

/// What `sync.tables` names and the source has not: a name is a table that is missing, a pattern
/// may wait for its first.
void note_vain_names(Choices& choices, config::Config const& config,
                     std::vector<Table> const& catalog)
{
  for (auto const& pattern : config.sync.tables) {
    auto const matches = [&](auto const& name) { return matches_glob(pattern, name); };
    bool const is_configured = std::ranges::any_of(config.tables, matches, &config::Table::name);
    auto const found = std::ranges::find_if(catalog, matches, &Table::name);
    bool const is_pattern = pattern.find_first_of("*?") != std::string::npos;
    if (is_configured || pattern == "*" || (found != catalog.end() && !found->is_view)) continue;
    if (is_pattern) {
      if (found == catalog.end())
        choices.left_out.push_back(fmt::format("sync.tables: no table matches \"{}\"", pattern));
      continue;
    }
    config::Table options;
    options.name = pattern;
    choices.tables.push_back(missing(options, catalog, config.mysql.database));
    if (found == catalog.end()) continue;
    choices.tables.back().problem = fmt::format(
        "table {0}: it is a view; name its key: [[table]] name = \"{0}\", key = [\"…\"]", pattern);
  }
}

void refuse_shared_collections(std::vector<TableChoice>& tables, config::Sync const& sync)
{
  std::map<std::string, std::string> owner{{sync.state_collection, "the state"},
                                           {"_sync_runs", "the audit trail"},
                                           {"_sync_quarantine", "the quarantine"},
                                           {"_sync_conflicts", "the conflicts"}};
  for (auto& choice : tables) {
    auto const [first, own] = owner.try_emplace(choice.collection, "table " + choice.table.name);
    if (own || !choice.problem.empty()) continue;
    choice.problem = fmt::format("table {}: collection {} belongs to {}; give it another: "
                                 "collection = \"…\"",
                                 choice.table.name, choice.collection, first->second);
  }
}

/// Each of `only` becomes the name of the table that it means.
void check_names(std::vector<std::string>& only, std::vector<TableChoice> const& tables,
                 std::vector<Table> const& catalog)
{
  std::vector<std::string> names;
  for (auto const& choice : tables) names.push_back(choice.table.name);
  for (auto& name : only) {
    if (auto const table = meant(name, names)) {
      name = *table;
      continue;
    }
    auto const near = closest(name, names);
    auto const what = find_table(catalog, name) == nullptr ? "is not there" : "is not configured";
    throw failure(Fault::usage, "table {} {}{}", name, what,
                  near ? "; did you mean " + *near + "?" : "");
  }
}

} // namespace

bool is_chosen(config::Config const& config, std::string const& table)
{
  return taken(config.sync, table) || std::ranges::any_of(config.tables, [&](auto const& options) {
           return meant(options.name, std::vector{table}).has_value();
         });
}

Choices choose_tables(config::Config const& config, std::vector<Table> const& catalog,
                      std::vector<std::string> const& names)
{
  Choices choices;
  auto only = names;
  for (auto& name : only) {
    if (auto const* const table = find_table(catalog, name)) name = table->name;
  }
  std::set<std::string> chosen;
  auto const named = [&](std::string const& table) {
    return std::ranges::find(only, table) != only.end();
  };
  for (auto const& options : config.tables) {
    auto const* const table = find_table(catalog, options.name);
    choices.tables.push_back(table == nullptr ? missing(options, catalog, config.mysql.database)
                                              : choose(*table, options, config));
    chosen.insert(table == nullptr ? options.name : table->name);
  }
  for (auto const& table : catalog) {
    if (chosen.contains(table.name) || table.is_view || !taken(config.sync, table.name)) continue;
    config::Table options;
    options.name = table.name;
    auto choice = choose(table, options, config);
    if (choice.key.empty() && !named(table.name))
      choices.left_out.push_back(choice.problem);
    else
      choices.tables.push_back(std::move(choice));
  }
  note_vain_names(choices, config, catalog);
  refuse_shared_collections(choices.tables, config.sync);
  if (only.empty()) return choices;
  check_names(only, choices.tables, catalog);
  std::erase_if(choices.tables, [&](auto const& choice) { return !named(choice.table.name); });
  choices.left_out.clear();
  return choices;
}

} // namespace mysync::sync
