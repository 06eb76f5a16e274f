#include "config/validate.hpp"

#include "config/uri.hpp"
#include "config/zones.hpp"
#include "core/text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace mysync::config {
namespace {

using Names = std::vector<std::string>;

bool contains(Names const& names, std::string const& name)
{
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Says what is wrong at the place of a table's key, or of the table when nobody wrote that key.
class TableProblems {
public:
  TableProblems(Draft& draft, Table const& table) : draft_(draft), table_(table) {}

  void add(std::string_view key, std::string const& text)
  {
    auto place = place_of(draft_, Section::table, key, table_.name);
    if (place.rank == 0) place = place_of(draft_, Section::table, "name", table_.name);
    draft_.problems.add(place, fmt::format("[[table]] {}: {}", escaped(table_.name), text));
  }

private:
  Draft& draft_;
  Table const& table_;
};

void add(Draft& draft, Section section, std::string_view key, std::string const& text)
{
  draft.problems.add(place_of(draft, section, key), text);
}

void check_mysql(Draft& draft)
{
  auto const& [mode, ca, cert, key] = draft.config.mysql.tls;
  auto const& pool = draft.config.mysql.pool;
  if (auto const complaint = zone_complaint(draft.config.mysql.datetime_zone))
    add(draft, Section::mysql, "datetime_zone", *complaint);
  auto const min_place = place_of(draft, Section::mysql, "pool.min");
  auto const max_place = place_of(draft, Section::mysql, "pool.max");
  if (pool.min > pool.max)
    draft.problems.add(max_place.rank >= min_place.rank ? max_place : min_place,
                       fmt::format("pool.min is {} and pool.max is {}: raise the one or lower the "
                                   "other",
                                   pool.min, pool.max));
  if (cert.empty() != key.empty())
    add(draft, Section::mysql, cert.empty() ? "tls.key" : "tls.cert",
        "tls.cert and tls.key go together");
  // Whoever names an authority wants it to be asked.
  if (!ca.empty() && mode == TlsMode::automatic)
    add(draft, Section::mysql, "tls.ca",
        R"(tls.ca needs tls.mode: write "verify-identity" or "verify-ca")");
}

void check_mongodb(Draft& draft)
{
  auto const& mongodb = draft.config.mongodb;
  auto const insecure = insecure_options(mongodb.uri.reveal());
  if (!insecure.empty() && !mongodb.allow_insecure)
    add(draft, Section::mongodb, "uri",
        fmt::format("the URI has {}, which is refused unless [mongodb] says allow_insecure = true",
                    fmt::join(insecure, " and ")));
}

/// Names that come from the MySQL database's name, where nobody wrote them.
void check_derived_names(Draft& draft)
{
  auto const& config = draft.config;
  auto const check = [&](Section section, std::string_view key, std::string const& value) {
    auto const* known = find_key(section, key);
    if (place_of(draft, section, key).rank != 0 || value.empty()) return;
    Config scratch;
    Asked asked;
    if (known->rule.land({scratch, asked}, Node{value, {}}))
      add(draft, Section::mysql, "database",
          fmt::format("the database's name \"{}\" does not do for {} {} as well; write that too",
                      escaped(value), section_name(section), key));
  };
  check(Section::mongodb, "database", config.mongodb.database);
  check(Section::sync, "pipeline", config.sync.pipeline);
}

void check_columns(Table const& table, TableProblems problems)
{
  for (auto const& column : table.exclude) {
    if (contains(table.key, column))
      problems.add("columns.exclude",
                   fmt::format("column '{}' is in key and in columns.exclude", escaped(column)));
    if (table.types.contains(column))
      problems.add(
          "columns.type",
          fmt::format("column '{}' is in columns.exclude and in columns.type", escaped(column)));
    if (table.rename.contains(column))
      problems.add(
          "columns.rename",
          fmt::format("column '{}' is in columns.exclude and in columns.rename", escaped(column)));
  }
  std::map<std::string, std::string> columns;
  for (auto const& [column, field] : table.rename)
    if (auto const [other, is_new] = columns.emplace(field, column); !is_new)
      problems.add("columns.rename",
                   fmt::format("columns '{}' and '{}' both become '{}'", escaped(other->second),
                               escaped(column), escaped(field)));
}

std::optional<std::string> repeated(Names const& names)
{
  for (auto at = names.begin(); at != names.end(); ++at)
    if (std::find(std::next(at), names.end(), *at) != names.end()) return *at;
  return std::nullopt;
}

void check_deletes(Table const& table, TableProblems problems)
{
  auto const how = table.deletes ? table.deletes->how : Deletes::How::ignore;
  if (table.mode == Mode::append && how == Deletes::How::soft)
    problems.add("deletes", R"(mode = "append" sees no updates, so no row that is marked as )"
                            R"(deleted; write "reconcile")");
  if (table.reconcile_every && how == Deletes::How::ignore)
    problems.add("reconcile_every", R"(reconcile_every needs deletes = "reconcile")");
}

void check_table(Draft& draft, Table const& table)
{
  TableProblems problems(draft, table);
  if (table.mode == Mode::full && !table.cursor.empty())
    problems.add("cursor", R"(mode = "full" reads every row and takes no cursor)");
  if (table.mode == Mode::append && table.cursor.size() > 1)
    problems.add("cursor", R"(mode = "append" takes one cursor)");
  for (auto const& [key, names] : {std::pair("key", &table.key), std::pair("cursor", &table.cursor),
                                   std::pair("columns.exclude", &table.exclude)})
    if (auto const twice = repeated(*names))
      problems.add(key, fmt::format("'{}' stands in {} twice", escaped(*twice), key));
  for (auto const& [key, zone] : {std::pair("cursor_zone", &table.cursor_zone),
                                  std::pair("datetime_zone", &table.datetime_zone)})
    if (auto const complaint = *zone ? zone_complaint(**zone) : std::nullopt)
      problems.add(key, *complaint);
  check_columns(table, problems);
  check_deletes(table, problems);
}

void check_collections(Draft& draft)
{
  auto const& sync = draft.config.sync;
  // Beside the state stand the collections that design gives fixed names.
  std::map<std::string, std::string> owners{{sync.state_collection, "the state"},
                                            {"_sync_runs", "the audit trail"},
                                            {"_sync_quarantine", "the quarantine"},
                                            {"_sync_conflicts", "the conflicts"}};
  for (auto const& table : draft.config.tables) {
    auto const collection = table.collection.value_or(table.name);
    auto const [owner, is_new] =
        owners.emplace(collection, fmt::format("table '{}'", escaped(table.name)));
    if (is_new) continue;
    TableProblems(draft, table)
        .add("collection", fmt::format("collection '{}' belongs to {} already; name another",
                                       escaped(collection), owner->second));
  }
}

} // namespace

void fill_in(Config& config)
{
  auto const& database = config.mysql.database;
  if (config.mongodb.database.empty()) config.mongodb.database = database;
  if (config.sync.pipeline.empty()) config.sync.pipeline = database;
}

void validate(Draft& draft)
{
  check_mysql(draft);
  check_mongodb(draft);
  check_derived_names(draft);
  for (auto const& table : draft.config.tables) check_table(draft, table);
  check_collections(draft);
}

} // namespace mysync::config
