// A run: connect, take the lease, discover, bring the tables over side by side, remember, release.

#include "sync/operations.hpp"

#include "core/crash_point.hpp"
#include "core/text.hpp"
#include "mongo/state.hpp"
#include "mysql/catalog.hpp"
#include "sync/audit.hpp"
#include "sync/clocks.hpp"
#include "sync/dry_run.hpp"
#include "sync/join.hpp"
#include "sync/late_commits.hpp"
#include "sync/lease_keeper.hpp"
#include "sync/pass.hpp"
#include "sync/run_id.hpp"
#include "sync/side_by_side.hpp"
#include "sync/source_time.hpp"

#include <algorithm>
#include <thread>

namespace mysync::sync {

namespace {

using SteadyClock = std::chrono::steady_clock;

double seconds_since(SteadyClock::time_point began)
{
  return std::chrono::duration<double>(SteadyClock::now() - began).count();
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

struct Plans {
  SourceTime time;
  Choices choices;
};

/// The time first: every table's reading begins after it.
Plans read_plans(Context const& context, Sessions& sessions, mongo::Target const& target,
                 RunRequest const& request)
{
  auto retries = retries_of(context);
  return with_retries(retries, [&] {
    auto time = read_source_time(sessions, target);
    Loan session(sessions, "catalog");
    auto const catalog = mysql::read_tables(*session, context.config.mysql.database);
    return Plans{std::move(time), choose_tables(context.config, catalog, request.tables)};
  });
}

Surroundings look_around(Context const& context, mongo::Target const& target)
{
  auto const& sync = context.config.sync;
  auto retries = retries_of(context);
  return with_retries(retries, [&] {
    mongo::State const state(target, sync.state_collection, sync.pipeline);
    return Surroundings{mongo::read_collections(target), state.read_claims()};
  });
}

void say_clocks(Context const& context, SourceTime const& time,
                std::vector<mongo::Claim> const& claims)
{
  std::optional<mongo::ClockRecord> last;
  for (auto const& claim : claims)
    if (claim.pipeline == context.config.sync.pipeline && claim.clocks &&
        (!last || last->target < claim.clocks->target))
      last = claim.clocks;
  auto const warning = clocks_warning(last, time);
  if (warning.empty()) return;
  context.log.write(
      {.level = LogLevel::warn, .component = "mysql", .operation = "clocks", .message = warning});
}

/// A reader, its writers and the servers keep two cores busy: more readers than that only take
/// turns.
unsigned readers_of_a_table(unsigned sessions)
{
  return std::clamp(std::thread::hardware_concurrency() / 2, 1U, std::max(1U, sessions));
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

/// What a run works with from its first connection on.
struct Begun {
  Context const& context;
  RunRequest const& request;
  ShowProgress const& progress;
  Sessions& sessions;
  mongo::Target const& target;

  Retries retries() const { return retries_of(context); }
};

RunParts parts_of(Begun const& with, Hold const& hold, std::string run, unsigned tables)
{
  auto const& config = with.context.config;
  auto const at_once = std::clamp(tables, 1U, config.mysql.pool.max);
  auto const round_trip = with.target.round_trip();
  auto const readers = readers_of_a_table(config.mysql.pool.max / at_once);
  return {.context = with.context,
          .sessions = with.sessions,
          .target = with.target,
          .lease = hold,
          .time = {},
          .run = std::move(run),
          .limits = batch_limits(config.sync.batch_size, at_once * readers),
          .readers = readers,
          .flow = flow_limits(config.sync.batch_size, readers, at_once, round_trip),
          .progress = with.progress};
}

char const* nothing_to_do(RunRequest const& request)
{
  return request.due ? "nothing is due" : "no table to sync";
}

std::vector<TableChoice> asked_for(Begun const& with, std::vector<TableChoice> tables)
{
  if (!with.request.due) return tables;
  auto const& sync = with.context.config.sync;
  auto retries = with.retries();
  mongo::State const state(with.target, sync.state_collection, sync.pipeline);
  auto const records = with_retries(retries, [&] { return state.read_all(); });
  return due_tables(with.context.config, std::move(tables), records);
}

RunResult only_look(Begun const& with, RunResult result)
{
  auto plans = read_plans(with.context, with.sessions, with.target, with.request);
  auto const tables = asked_for(with, std::move(plans.choices.tables));
  if (tables.empty()) return skipped(std::move(result), nothing_to_do(with.request));
  result.tables = dry_run({with.context, with.sessions, with.target}, tables, with.request);
  conclude(result);
  return result;
}

RunResult help_along(Begun const& with, RunResult result)
{
  auto retries = with.retries();
  with_retries(retries, [&] { with.target.ping(); }); // to learn how far away it is
  Pulse pulse(with.context.config.sync.lease, with.context.stop);
  auto const parts = parts_of(with, pulse, result.run, 1);
  result.tables = join_loads(parts, with.request, pulse);
  if (result.tables.empty()) return skipped(std::move(result), "no load to join");
  conclude(result);
  write_audit(parts, result);
  return result;
}

RunResult bring_over(Begun const& with, RunResult result, SteadyClock::time_point began)
{
  auto const& sync = with.context.config.sync;
  LeaseKeeper const lease(with.target,
                          {.state_collection = sync.state_collection,
                           .pipeline = sync.pipeline,
                           .run = result.run,
                           .duration = sync.lease,
                           .retrying = {sync.max_retries, sync.retry_delay},
                           .credentials = &with.context.credentials},
                          with.context.log, with.context.stop);
  auto plans = read_plans(with.context, with.sessions, with.target, with.request);
  reached("horizon_taken");
  say_left_out(with.context, plans.choices);
  say_horizon(with.context, plans.time, plans.choices.tables);
  auto const tables = asked_for(with, std::move(plans.choices.tables));
  if (tables.empty()) return skipped(std::move(result), nothing_to_do(with.request));
  auto parts = parts_of(with, lease, result.run, static_cast<unsigned>(tables.size()));
  parts.time = plans.time;
  parts.surroundings = look_around(with.context, with.target);
  say_clocks(with.context, plans.time, parts.surroundings.claims);
  auto retries = with.retries();
  mongo::Pauses const pauses(with.target, sync.state_collection, sync.pipeline);
  parts.pauses = with_retries(retries, [&] { return pauses.of_tables(); });
  result.tables = sync_tables(parts, tables, with.request);
  conclude(result);
  result.duration_seconds = seconds_since(began);
  write_audit(parts, result);
  return result;
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
  if (!config.sync.enabled) return skipped(std::move(result), "disabled: sync.enabled = false");

  Sessions sessions(config.mysql.pool, context.credentials, context.stop);
  mongo::Target const target(config.mongodb, &context.credentials);
  Begun const with{context, request, progress, sessions, target};
  auto retries = with.retries();
  with_retries(retries, [&] { sessions.warm_up(); });
  mongo::Pauses const pauses(target, config.sync.state_collection, config.sync.pipeline);
  auto const pause = with_retries(retries, [&] { return pauses.of_pipeline(); });
  if (pause && !request.dry_run)
    return skipped(std::move(result), pause_text(*pause) + "; mysync resume");
  if (request.dry_run)
    result = only_look(with, std::move(result));
  else if (request.join)
    result = help_along(with, std::move(result));
  else
    result = bring_over(with, std::move(result), began);
  if (result.status != RunStatus::skipped) result.duration_seconds = seconds_since(began);
  return result;
}

} // namespace mysync::sync
