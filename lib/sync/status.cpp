// What the state says about the pipeline, and, when asked, whether both servers answer.

#include "core/error.hpp"
#include "core/text.hpp"
#include "mongo/lease.hpp"
#include "mongo/quarantine.hpp"
#include "mongo/run_record.hpp"
#include "mongo/state.hpp"
#include "mysql/session.hpp"
#include "sync/operations.hpp"
#include "sync/table_names.hpp"

#include <algorithm>
#include <set>

namespace mysync::sync {

namespace {

using Now = std::chrono::system_clock::time_point;

config::Table const* options_of(config::Config const& config, std::string const& table)
{
  for (auto const& options : config.tables)
    if (meant(options.name, std::vector{table})) return &options;
  return nullptr;
}

std::chrono::milliseconds interval_of(config::Config const& config, std::string const& table)
{
  auto const* const options = options_of(config, table);
  return options == nullptr ? config.sync.interval
                            : options->interval.value_or(config.sync.interval);
}

TableState table_state(config::Config const& config, mongo::TableRecord const& record, Now now)
{
  TableState state;
  state.table = record.table;
  auto const* const options = options_of(config, record.table);
  state.collection = record.collection;
  if (state.collection.empty()) // its collection was refused to it
    state.collection = options ? options->collection.value_or(record.table) : record.table;
  state.phase = record.phase;
  state.watermark = record.watermark;
  if (record.synced_as_of) {
    state.lag_seconds = std::chrono::duration<double>(now - *record.synced_as_of).count();
    state.next_sync = *record.synced_as_of + interval_of(config, record.table);
  }
  state.last_sync = record.last_sync;
  state.last_status = record.last_status;
  state.last_error = record.last_error;
  state.reformed = record.reformed;
  state.failures = static_cast<std::uint64_t>(record.failures);
  if (!record.cursor.empty()) state.horizon_exact = record.blind.empty();
  state.horizon_reason = record.blind;
  if (record.verify) {
    state.verified = record.verify->ended;
    state.verified_whole = record.verify->whole;
    state.verified_differences = record.verify->counts.differences();
  }
  return state;
}

TableState never_run(config::Table const& options)
{
  TableState state;
  state.table = options.name;
  state.collection = options.collection.value_or(options.name);
  state.phase = "new";
  return state;
}

/// Tables of the file first, in its order, then those only the state knows, by name. A table that
/// is synced no more is not shown, unless it is asked for.
std::vector<TableState> table_states(config::Config const& config,
                                     std::vector<mongo::TableRecord> records,
                                     std::vector<std::string> const& asked, Now now)
{
  std::vector<TableState> states;
  std::ranges::sort(records, {}, &mongo::TableRecord::table);
  std::vector<std::string> all;
  for (auto const& record : records) all.push_back(record.table);
  std::set<std::string> named;
  for (auto const& name : asked) named.insert(meant(name, all).value_or(name));
  std::erase_if(records, [&](auto const& record) {
    return !named.contains(record.table) && !is_chosen(config, record.table);
  });
  for (auto const& options : config.tables) {
    std::vector<std::string> known;
    for (auto const& one : records) known.push_back(one.table);
    auto const name = meant(options.name, known).value_or("");
    auto const record = std::ranges::find(records, name, &mongo::TableRecord::table);
    if (record == records.end()) {
      states.push_back(never_run(options));
    } else {
      states.push_back(table_state(config, *record, now));
      records.erase(record);
    }
  }
  for (auto const& record : records) states.push_back(table_state(config, record, now));
  return states;
}

void keep_named(std::vector<TableState>& states, std::vector<std::string> const& names)
{
  if (names.empty()) return;
  std::vector<std::string> known;
  for (auto const& state : states) known.push_back(state.table);
  auto const wanted = tables_meant(names, known);
  std::erase_if(states, [&](auto const& state) {
    return std::ranges::find(wanted, state.table) == wanted.end();
  });
}

void sum_up(PipelineState& pipeline, std::vector<mongo::TableRecord> const& records, Now now)
{
  std::int64_t runs = 0;
  std::int64_t good = 0;
  for (auto const& record : records) {
    runs += record.runs;
    good += record.good_runs;
  }
  if (runs > 0)
    pipeline.success_rate = 100.0 * static_cast<double>(good) / static_cast<double>(runs);
  for (auto const& table : pipeline.tables) {
    bool const due = !table.next_sync || *table.next_sync <= now;
    if (due || table.phase != "steady") ++pipeline.pending_operations;
    if (table.last_status == "failed") ++pipeline.error_count;
    if (table.last_sync && (!pipeline.last_sync || *pipeline.last_sync < *table.last_sync))
      pipeline.last_sync = table.last_sync;
    if (table.next_sync && (!pipeline.next_sync || *table.next_sync < *pipeline.next_sync))
      pipeline.next_sync = table.next_sync;
  }
}

/// By the target's clock, as runs judge it; nothing is written.
void read_lease(mongo::Target const& target, config::Sync const& sync, PipelineState& state)
{
  auto const view = mongo::LeaseDocument(target, sync.state_collection, sync.pipeline).read();
  if (!view.holder) return;
  bool const dead = view.renewed && target.clock() - *view.renewed > view.duration;
  (dead ? state.dead_run : state.lease_owner) =
      fmt::format("{} (pid {}, run {})", view.holder->host, view.holder->pid, view.holder->run);
}

void read_target(Context const& context, std::vector<std::string> const& tables,
                 PipelineState& state)
{
  auto const& config = context.config;
  mongo::Target const target(config.mongodb);
  target.ping();
  state.mongodb_connection = "healthy";
  auto const now = std::chrono::system_clock::now();
  auto const records =
      mongo::State(target, config.sync.state_collection, config.sync.pipeline).read_all();
  state.tables = table_states(config, records, tables, now);
  keep_named(state.tables, tables);
  for (auto& table : state.tables) {
    table.quarantined = mongo::Quarantine(target, config.sync.pipeline, table.table).count();
    auto const documents = mongo::Documents(target, table.collection).estimated_count();
    table.total_records = static_cast<std::uint64_t>(documents);
  }
  if (auto const last = mongo::last_run(target, config.sync.pipeline)) {
    state.last_status = last->status;
    state.last_failed = last->failed;
    state.last_duration_seconds = last->duration_seconds;
  }
  read_lease(target, config.sync, state);
  mongo::Pauses const pauses(target, config.sync.state_collection, config.sync.pipeline);
  state.pause = pauses.of_pipeline();
  auto const of_tables = pauses.of_tables();
  for (auto& table : state.tables) {
    auto const pause = of_tables.find(table.table);
    table.paused = pause != of_tables.end();
    if (table.paused) table.pause = pause->second;
  }
  sum_up(state, records, now);
}

} // namespace

PipelineState status(Context const& context, std::vector<std::string> const& tables,
                     bool check_connections)
{
  PipelineState state;
  state.pipeline = context.config.sync.pipeline;
  state.enabled = context.config.sync.enabled;
  state.interval = context.config.sync.interval;
  try {
    read_target(context, tables, state);
  } catch (Error const& error) {
    if (!check_connections || error.fault() != Fault::target) throw;
    state.mongodb_connection = error.what();
  }
  if (!check_connections) return state;
  try {
    mysql::Session const session(context.config.mysql, "status");
    state.mysql_connection = "healthy";
  } catch (Error const& error) {
    if (error.fault() != Fault::source) throw;
    state.mysql_connection = error.what();
  }
  return state;
}

} // namespace mysync::sync
