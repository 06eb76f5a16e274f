// Moving or forgetting a watermark: looked at first, done under the lease.

#include "core/error.hpp"
#include "core/parse_number.hpp"
#include "core/text.hpp"
#include "mongo/state.hpp"
#include "mysql/catalog.hpp"
#include "mysql/clock.hpp"
#include "mysql/sql.hpp"
#include "sync/checked_record.hpp"
#include "sync/horizon.hpp"
#include "sync/lease_keeper.hpp"
#include "sync/operations.hpp"
#include "sync/wall.hpp"

#include <algorithm>

namespace mysync::sync {

namespace {

/// A number's digits again, or a time in the column's own form.
std::string cursor_value(TableChoice const& choice, std::string const& to)
{
  auto const& name = choice.table.name;
  if (choice.cursor.empty()) {
    throw failure(Fault::usage,
                  "table {} has no cursor to set: every run reads all of it; without --to "
                  "its state is forgotten",
                  name);
  }
  auto const& cursor = *choice.table.find(choice.cursor.front());
  if (choice.mode == config::Mode::append) {
    auto const number = parse_number<std::uint64_t>(to);
    if (!number) {
      throw failure(Fault::usage, "table {}: --to '{}' is no whole number, and {} is one", name, to,
                    cursor.name);
    }
    return std::to_string(*number);
  }
  auto const wall = parse_wall(to);
  if (!wall) {
    throw failure(Fault::usage, "table {}: --to '{}' is no time; write \"2025-01-10 00:00:00\"",
                  name, to);
  }
  return wall_text(*wall, cursor);
}

/// Numbers without leading zeros, or times of one form.
bool is_below(TableChoice const& choice, std::string const& a, std::string const& b)
{
  if (choice.mode == config::Mode::append && a.size() != b.size()) return a.size() < b.size();
  return a < b;
}

/// Up to where the rows may be known: a watermark above it would skip what is still to come.
std::string highest(mysql::Session& session, TableChoice const& choice)
{
  auto const& cursor = *choice.table.find(choice.cursor.front());
  if (choice.mode == config::Mode::append) {
    auto const rows = session.query(
        fmt::format("SELECT MAX({}) FROM {}.{}", mysql::quoted(cursor.name),
                    mysql::quoted(choice.table.schema), mysql::quoted(choice.table.name)));
    return rows.at(0).at(0).value_or("0");
  }
  CursorZones const zones{choice.options.cursor_zone, choice.mapping.datetime_zone};
  return wall_text(horizon(mysql::read_clock(session), cursor, zones), cursor);
}

void refuse_future(mysql::Session& session, TableChoice const& choice, std::string const& to)
{
  auto const top = highest(session, choice);
  if (!is_below(choice, top, to)) return;
  throw failure(Fault::usage,
                "table {}: --to '{}' is above {}, the {}: rows that are still to come would be "
                "skipped; give that or an earlier one",
                choice.table.name, to, top,
                choice.mode == config::Mode::append ? "largest there is" : "horizon of its cursor");
}

std::uint64_t rows_above(mysql::Session& session, TableChoice const& choice, std::string const& low)
{
  auto const filter = choice.filter.empty() ? "1" : choice.filter;
  // `low` was made from numbers by cursor_value: it holds nothing that needs escaping.
  auto const sql = fmt::format("SELECT COUNT(*) FROM {}.{} WHERE (\n{}\n) AND {} >= '{}'",
                               mysql::quoted(choice.table.schema), mysql::quoted(choice.table.name),
                               filter, mysql::quoted(choice.cursor.front()), low);
  auto const rows = session.query(sql);
  return std::stoull(rows.at(0).at(0).value_or("0"));
}

ResetPreview preview(mysql::Session& session, TableChoice const& choice,
                     std::optional<mongo::TableRecord> const& record, std::string const& to)
{
  ResetPreview preview;
  preview.table = choice.table.name;
  preview.from = record ? record->watermark : "";
  if (to.empty()) {
    preview.rows = choice.table.rows_estimate;
  } else {
    preview.to = cursor_value(choice, to);
    refuse_future(session, choice, preview.to);
    preview.rows = rows_above(session, choice, preview.to);
    if (is_below(choice, preview.from, preview.to) && !preview.from.empty()) {
      auto const now = rows_above(session, choice, preview.from);
      preview.skipped = now - std::min(now, *preview.rows);
    }
  }
  return preview;
}

void forget(mongo::TableRecord& record)
{
  mongo::TableRecord fresh;
  fresh.table = record.table;
  fresh.collection = record.collection;
  fresh.runs = record.runs;
  fresh.good_runs = record.good_runs;
  fresh.careful_from = record.careful_from; // what may still arrive does so all the same
  fresh.careful_token = record.careful_token;
  record = std::move(fresh);
}

void move(mongo::TableRecord& record, std::string const& to)
{
  record.watermark = to;
  record.horizon.clear();
  record.phase = "steady";
  record.snapshot.reset();
  record.catch_up.reset();
  record.mark.clear();
  record.marked.reset();
}

} // namespace

std::vector<ResetPreview>
preview_reset(Context const& context, std::vector<std::string> const& tables, std::string const& to)
{
  auto const& config = context.config;
  mongo::Target const target(config.mongodb);
  mongo::State const state(target, config.sync.state_collection, config.sync.pipeline);
  mysql::Session session(config.mysql, "reset-watermark");
  auto const catalog = mysql::read_tables(session, config.mysql.database);
  std::vector<ResetPreview> previews;
  for (auto const& choice : choose_tables(config, catalog, tables).tables) {
    if (!to.empty() && !choice.problem.empty()) throw failure(Fault::config, "{}", choice.problem);
    auto const record = state.read(choice.table.name);
    if (!to.empty() && !record) {
      throw failure(Fault::usage,
                    "table {} was never synced: there is no watermark to move; mysync run {}",
                    choice.table.name, choice.table.name);
    }
    if (!to.empty() && record->phase != "steady") {
      throw failure(Fault::usage,
                    "table {}: its first load is not finished; a watermark set now would skip "
                    "the rest of it; mysync run {}",
                    choice.table.name, choice.table.name);
    }
    previews.push_back(preview(session, choice, record, to));
  }
  return previews;
}

void reset_watermark(Context const& context, std::vector<ResetPreview> const& previews)
{
  auto const& sync = context.config.sync;
  mongo::Target const target(context.config.mongodb);
  LeaseKeeper const lease(
      target,
      {.state_collection = sync.state_collection,
       .pipeline = sync.pipeline,
       .run = fmt::format("reset-watermark-{}", iso8601(std::chrono::system_clock::now())),
       .duration = sync.lease,
       .retrying = {sync.max_retries, sync.retry_delay}},
      context.log, context.stop);
  mongo::State const state(target, sync.state_collection, sync.pipeline);
  for (auto const& preview : previews) {
    auto record = state.read(preview.table);
    if (!record) continue;
    checked(*record, lease, sync.pipeline);
    if (preview.to.empty())
      forget(*record);
    else
      move(*record, preview.to);
    lease.check();
    state.write(*record, lease.token());
  }
}

} // namespace mysync::sync
