// A run: connect, take the lease, discover, bring the tables over side by side, remember, release.

#include "sync/operations.hpp"

#include "core/crash_point.hpp"
#include "core/text.hpp"
#include "mongo/run_record.hpp"
#include "mongo/state.hpp"
#include "mysql/catalog.hpp"
#include "sync/dry_run.hpp"
#include "sync/late_commits.hpp"
#include "sync/lease_keeper.hpp"
#include "sync/pass.hpp"
#include "sync/source_time.hpp"
#include "sync/table.hpp"
#include "sync/version.hpp"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <random>
#include <thread>

namespace mysync::sync {

namespace {

using SteadyClock = std::chrono::steady_clock;

/// Sorts by time and is unique: `20261122T101431Z-1f3a5c`.
std::string new_run_id(std::chrono::system_clock::time_point now)
{
  auto const seconds = std::chrono::floor<std::chrono::seconds>(now);
  std::string id = iso8601(seconds);
  std::erase_if(id, [](char c) { return c == '-' || c == ':'; });
  return fmt::format("{}-{:06x}", id, std::random_device{}() & 0xffffffU);
}

RunResult skipped(RunResult result, std::string reason)
{
  result.status = RunStatus::skipped;
  result.reason = std::move(reason);
  return result;
}

std::vector<TableChoice> due_tables(config::Config const& config, std::vector<TableChoice> tables,
                                    std::vector<mongo::TableRecord> const& records)
{
  auto const now = std::chrono::system_clock::now();
  std::erase_if(tables, [&](TableChoice const& choice) {
    auto const record = std::ranges::find(records, choice.table.name, &mongo::TableRecord::table);
    if (record == records.end() || !record->synced_as_of || record->last_status == "failed")
      return false;
    return *record->synced_as_of + choice.options.interval.value_or(config.sync.interval) > now;
  });
  return tables;
}

LogRecord completion(TableResult const& table)
{
  return {.level = table.status == TableStatus::failed ? LogLevel::error : LogLevel::info,
          .table = table.table,
          .operation = "sync_completed",
          .message = table.error.empty() ? status_name(table.status) : table.error,
          .counts =
              LogCounts{.processed = table.read,
                        .created = table.created,
                        .updated = table.updated,
                        .deleted = table.deleted,
                        .skipped = table.unchanged,
                        .errors = table.quarantined + (table.status == TableStatus::failed ? 1 : 0),
                        .duration_seconds = table.duration_seconds}};
}

/// Tables side by side, as many as there are source sessions; the results in the tables' order.
std::vector<TableResult> sync_tables(RunParts const& parts, std::vector<TableChoice> const& tables,
                                     RunRequest const& request)
{
  std::vector<TableResult> results(tables.size());
  std::atomic<std::size_t> next{0};
  auto const work = [&] {
    for (std::size_t i = next++; i < tables.size(); i = next++) {
      if (parts.context.stop.requested()) {
        results[i].table = tables[i].table.name;
        results[i].collection = tables[i].collection;
        results[i].status = TableStatus::stopped;
        continue;
      }
      results[i] = sync_table(parts, tables[i], request);
      if (parts.progress) {
        parts.progress({.table = results[i].table,
                        .phase = results[i].was_snapshot ? Phase::snapshot : Phase::steady,
                        .rows = results[i].read,
                        .total = results[i].read,
                        .done = true});
      }
      if (parts.context.log.format() == LogFormat::json)
        parts.context.log.write(completion(results[i]));
    }
  };
  auto const at_once = std::min<std::size_t>(parts.context.config.mysql.pool.max, tables.size());
  std::vector<std::thread> threads;
  for (std::size_t i = 1; i < at_once; ++i) threads.emplace_back(work);
  work();
  for (auto& thread : threads) thread.join();
  return results;
}

void conclude(RunResult& result)
{
  auto const count = [&](TableStatus status) {
    return std::ranges::count(result.tables, status, &TableResult::status);
  };
  auto const failed = count(TableStatus::failed);
  result.more_to_do = count(TableStatus::stopped) > 0;
  if (failed == 0 && !result.more_to_do)
    result.status = RunStatus::success;
  else if (failed == std::ssize(result.tables))
    result.status = RunStatus::failed;
  else
    result.status = RunStatus::partial;
}

mongo::RunRecord audit_record(RunResult const& result)
{
  mongo::RunRecord record;
  record.run = result.run;
  record.pipeline = result.pipeline;
  record.host = host_name();
  record.pid = getpid();
  record.version = program_version();
  record.status = status_name(result.status);
  record.started = result.started;
  record.duration_seconds = result.duration_seconds;
  record.failed = std::ranges::count(result.tables, TableStatus::failed, &TableResult::status);
  for (auto const& table : result.tables) {
    record.tables.push_back({.table = table.table,
                             .status = status_name(table.status),
                             .error = table.error,
                             .read = table.read,
                             .created = table.created,
                             .updated = table.updated,
                             .unchanged = table.unchanged,
                             .deleted = table.deleted,
                             .quarantined = table.quarantined});
  }
  return record;
}

/// What was done stands without its record: that it is missing is said, no more.
void write_audit(RunParts const& parts, RunResult const& result)
{
  if (parts.context.stop.reason() == StopReason::lease_lost) return;
  auto retries = parts.retries("");
  try {
    with_retries(retries, [&] { mongo::write_run(parts.target, audit_record(result)); });
  } catch (Error const& error) {
    parts.context.log.write(
        {.level = LogLevel::warn,
         .operation = "audit",
         .message = fmt::format("the run's record in _sync_runs is missing: {}", error.what())});
  }
}

struct Plans {
  SourceTime time;
  Choices choices;
};

/// The time first: every table's reading begins after it.
Plans read_plans(Context const& context, Sessions& sessions, RunRequest const& request)
{
  auto const& sync = context.config.sync;
  Retries retries({sync.max_retries, sync.retry_delay}, context.log, context.stop, "");
  return with_retries(retries, [&] {
    auto time = read_source_time(sessions);
    Loan session(sessions, "catalog");
    auto const catalog = mysql::read_tables(*session, context.config.mysql.database);
    return Plans{std::move(time), choose_tables(context.config, catalog, request.tables)};
  });
}

Surroundings look_around(Context const& context, mongo::Target const& target)
{
  auto const& sync = context.config.sync;
  Retries retries({sync.max_retries, sync.retry_delay}, context.log, context.stop, "");
  return with_retries(retries, [&] {
    mongo::State const state(target, sync.state_collection, sync.pipeline);
    return Surroundings{mongo::read_collections(target), state.read_claims()};
  });
}

void say_left_out(Context const& context, Choices const& choices)
{
  for (auto const& reason : choices.left_out) {
    context.log.write({.level = LogLevel::warn, .operation = "discover", .message = reason});
  }
}

void say_horizon(Context const& context, SourceTime const& time,
                 std::vector<TableChoice> const& tables)
{
  auto const has_cursor = [](auto const& choice) { return !choice.cursor.empty(); };
  if (!std::ranges::any_of(tables, has_cursor)) return;
  if (!time.blind.empty()) {
    Protection const found{time.blind, context.config.sync.overlap.value_or(unproven_overlap)};
    context.log.write({.level = LogLevel::warn,
                       .component = "mysql",
                       .operation = "horizon",
                       .message = warning(found)});
  }
  if (!holds_back(time)) return;
  context.log.write(
      {.component = "mysql", .operation = "horizon", .message = held_back_text(time)});
}

} // namespace

RunResult run(Context const& context, RunRequest const& request, ShowProgress const& progress)
{
  auto const& config = context.config;
  auto const began = SteadyClock::now();
  RunResult result;
  result.pipeline = config.sync.pipeline;
  result.started = std::chrono::system_clock::now();
  result.run = new_run_id(result.started);
  result.dry_run = request.dry_run;
  auto const finished = [&] {
    result.duration_seconds = std::chrono::duration<double>(SteadyClock::now() - began).count();
  };
  if (!config.sync.enabled) return skipped(result, "disabled: sync.enabled = false");

  Sessions sessions(config.mysql);
  mongo::Target const target(config.mongodb);
  Retries retries({config.sync.max_retries, config.sync.retry_delay}, context.log, context.stop,
                  "");
  with_retries(retries, [&] { sessions.warm_up(); });
  with_retries(retries, [&] { target.ping(); });
  auto const due = [&](std::vector<TableChoice> tables) {
    if (!request.due) return tables;
    mongo::State const state(target, config.sync.state_collection, config.sync.pipeline);
    auto const records = with_retries(retries, [&] { return state.read_all(); });
    return due_tables(config, std::move(tables), records);
  };
  char const* const nothing_to_do = request.due ? "nothing is due" : "no table to sync";
  if (request.dry_run) {
    auto plans = read_plans(context, sessions, request);
    auto const tables = due(std::move(plans.choices.tables));
    if (tables.empty()) return skipped(result, nothing_to_do);
    result.tables = dry_run({context, sessions, target}, tables, request);
    conclude(result);
    finished();
    return result;
  }

  LeaseKeeper const lease(target,
                          {.state_collection = config.sync.state_collection,
                           .pipeline = config.sync.pipeline,
                           .run = result.run,
                           .duration = config.sync.lease,
                           .retrying = {config.sync.max_retries, config.sync.retry_delay}},
                          context.log, context.stop);
  auto plans = read_plans(context, sessions, request);
  reached("horizon_taken");
  say_left_out(context, plans.choices);
  say_horizon(context, plans.time, plans.choices.tables);
  auto const tables = due(std::move(plans.choices.tables));
  if (tables.empty()) return skipped(result, nothing_to_do);

  auto const at_once = std::min(config.mysql.pool.max, static_cast<unsigned>(tables.size()));
  RunParts const parts{.context = context,
                       .sessions = sessions,
                       .target = target,
                       .lease = lease,
                       .time = plans.time,
                       .run = result.run,
                       .limits = batch_limits(config.sync.batch_size, at_once),
                       .progress = progress,
                       .surroundings = look_around(context, target)};
  result.tables = sync_tables(parts, tables, request);
  conclude(result);
  finished();
  write_audit(parts, result);
  return result;
}

} // namespace mysync::sync
