// A schema that has changed since the table was last read, or changes while it is.

#include "core/error.hpp"
#include "core/text.hpp"
#include "mysql/catalog.hpp"
#include "sync/drift.hpp"
#include "sync/table_sync.hpp"

#include <fmt/ranges.h>

#include <algorithm>

namespace mysync::sync {

namespace {

/// What is remembered when new columns are ignored: without them, so that they stay new.
std::string fingerprint_without_new(Table table, std::string const& known)
{
  auto const added = new_columns(known, schema_fingerprint(table));
  std::erase_if(table.columns, [&](Column const& column) {
    return std::ranges::find(added, column.name) != added.end();
  });
  return schema_fingerprint(table);
}

bool same_indexes(Table const& one, Table const& other)
{
  return std::ranges::equal(one.indexes, other.indexes, [](Index const& a, Index const& b) {
    return a.name == b.name && a.columns == b.columns && a.usable == b.usable;
  });
}

} // namespace

/// `record_` is what was remembered; afterwards its schema is what is read from now on. Whatever
/// throws leaves both as they were.
void TableSync::follow_drift()
{
  auto const now = schema_fingerprint(choice_.table);
  auto const changes = schema_changes(record_.schema, now);
  auto const policy = parts_.context.config.sync.drift;
  if (!changes.empty() && policy == config::Drift::fail) {
    throw failure(Fault::config,
                  "table {}: {}; drift = \"fail\": to accept it, run once with drift = \"follow\"",
                  choice_.table.name, fmt::join(changes, "; "));
  }
  for (auto const& line : reformed_columns(record_.schema, now))
    if (std::ranges::find(record_.reformed, line) == record_.reformed.end())
      record_.reformed.push_back(line);
  if (policy == config::Drift::ignore) {
    leave_out_new(choice_, record_.schema);
    record_.schema = fingerprint_without_new(choice_.table, record_.schema);
    plan_ = convert::Plan(choice_.table, choice_.mapping);
    return;
  }
  result_.news.insert(result_.news.end(), changes.begin(), changes.end());
  record_.schema = now;
}

/// The table as it is now; its choice has a problem when it cannot be synced any more.
TableChoice TableSync::choose_again()
{
  auto const& config = parts_.context.config;
  auto const catalog = with_retries(retries_, [&] {
    session_.repair();
    return mysql::read_tables(*session_, config.mysql.database);
  });
  auto choices = choose_tables(config, catalog, {}).tables;
  auto const found = std::ranges::find_if(
      choices, [&](TableChoice const& choice) { return choice.table.name == choice_.table.name; });
  if (found == choices.end())
    throw failure(Fault::config, "table {} was dropped, or lost its key, while it was read",
                  choice_.table.name);
  return std::move(*found);
}

/// After an error of the source: if it was altered meanwhile, everything is planned anew and the
/// unfinished pass goes on from what it remembered, as after an interrupted run. False when the
/// table is what it was, so that the error is another one's.
bool TableSync::plan_again()
{
  auto choice = choose_again();
  auto const fingerprint = schema_fingerprint(choice.table);
  if (fingerprint == schema_fingerprint(choice_.table) && same_indexes(choice.table, choice_.table))
    return false;
  if (!choice.problem.empty()) throw failure(Fault::config, "{}", choice.problem);
  check_same_reading(record_, choice);
  convert::Plan plan(choice.table, choice.mapping);
  add_notes(result_.news);
  choice_ = std::move(choice);
  plan_ = std::move(plan);
  protection_ = protection(choice_, parts_.time.blind, parts_.context.config.sync.overlap);
  parts_.context.log.write({.level = LogLevel::warn,
                            .table = choice_.table.name,
                            .operation = "drift",
                            .message = "the table was altered while it was read; it is planned "
                                       "again and the read goes on"});
  follow_drift();
  save();
  return true;
}

} // namespace mysync::sync
