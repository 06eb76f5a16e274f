#include "sync/join.hpp"

#include "mongo/state.hpp"
#include "mysql/catalog.hpp"
#include "sync/drift.hpp"
#include "sync/reread.hpp"

#include <algorithm>

namespace mysync::sync {

namespace {

struct Load {
  TableChoice choice;
  std::string name;
  std::string horizon;
};

void check_same_columns(mongo::TableRecord const& record, TableChoice const& choice)
{
  if (record.schema == schema_fingerprint(choice.table)) return;
  throw failure(Fault::data,
                "table {}: its columns have changed since its load began; let that run end",
                choice.table.name);
}

/// The tables whose load is open, and was begun with the mapping this run has.
std::vector<Load> open_loads(RunParts const& parts, RunRequest const& request)
{
  auto const& config = parts.context.config;
  mongo::State const state(parts.target, config.sync.state_collection, config.sync.pipeline);
  Loan session(parts.sessions, "catalog");
  auto const catalog = mysql::read_tables(*session, config.mysql.database);
  auto const records = state.read_all();
  std::vector<Load> loads;
  for (auto& choice : choose_tables(config, catalog, request.tables).tables) {
    auto const record = std::ranges::find(records, choice.table.name, &mongo::TableRecord::table);
    if (record == records.end() || !record->snapshot || record->snapshot->load.empty()) continue;
    if (!choice.problem.empty()) throw failure(Fault::config, "{}", choice.problem);
    check_same_reading(*record, choice);
    check_same_columns(*record, choice);
    loads.push_back({std::move(choice), record->snapshot->load, record->snapshot->horizon});
  }
  return loads;
}

Pass pass_of(RunParts const& parts, Load const& load, mongo::Ranges const& ranges)
{
  auto const& choice = load.choice;
  auto const& sync = parts.context.config.sync;
  Pass pass;
  pass.table = choice.table.name;
  pass.phase = Phase::snapshot;
  pass.total = choice.table.rows_estimate;
  pass.writing = {.pipeline = sync.pipeline,
                  .table = choice.table.name,
                  .collection = choice.collection,
                  .run = parts.run,
                  .policy =
                      ranges.into_empty ? WritePolicy::insert_first : WritePolicy::compare_first,
                  .has_records = true};
  // A worker that was asleep may have written over what the leader's catch-up brought meanwhile.
  pass.writing.lost = [&parts, &load] {
    ask_to_reread(parts.context, parts.target, load.choice.table.name, load.horizon);
  };
  return pass;
}

/// However the share ends: a write whose reply did not come may arrive when it is over.
struct Warning {
  RunParts const& parts;
  Pulse const& pulse;
  Warning(RunParts const& of, Pulse const& held) : parts(of), pulse(held) {}
  ~Warning()
  {
    if (pulse.doubtful()) ask_for_care(parts.context, parts.target);
  }
  Warning(Warning const&) = delete;
  Warning& operator=(Warning const&) = delete;
};

TableResult join_load(RunParts const& parts, Load const& load, Pulse& pulse)
{
  auto const& sync = parts.context.config.sync;
  TableResult result;
  result.table = load.choice.table.name;
  result.collection = load.choice.collection;
  result.phase = Phase::snapshot;
  mongo::RangeStore const store(parts.target, sync.state_collection, sync.pipeline, result.table);
  auto const ranges = store.read();
  if (!ranges || ranges->load != load.name) return result; // it has come to its end meanwhile
  PassCounts counts;
  Loan session(parts.sessions, result.table);
  LoadShare const share{.parts = parts,
                        .choice = load.choice,
                        .pass = pass_of(parts, load, *ranges),
                        .load = load.name,
                        .pulse = &pulse,
                        .counts = counts};
  auto const report = read_ranges(share, session, parts.readers, Stay::while_open);
  result.read = report.read;
  result.created = counts.created;
  result.updated = counts.updated;
  result.unchanged = counts.unchanged;
  result.quarantined = counts.quarantined();
  result.status = report.end == PassEnd::stopped ? TableStatus::stopped : TableStatus::success;
  return result;
}

} // namespace

std::vector<TableResult> join_loads(RunParts const& parts, RunRequest const& request, Pulse& pulse)
{
  auto retries = parts.retries("");
  auto const loads = with_retries(retries, [&] { return open_loads(parts, request); });
  Warning const warning(parts, pulse);
  std::vector<TableResult> results;
  for (auto const& load : loads) results.push_back(join_load(parts, load, pulse));
  return results;
}

} // namespace mysync::sync
