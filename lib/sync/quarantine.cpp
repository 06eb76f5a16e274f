#include "sync/quarantine.hpp"

#include "core/text.hpp"
#include "mongo/quarantine.hpp"
#include "mongo/state.hpp"
#include "mysql/catalog.hpp"
#include "sync/drift.hpp"
#include "sync/lease_keeper.hpp"
#include "sync/reread.hpp"
#include "sync/table_names.hpp"

#include <algorithm>

namespace mysync::sync {

namespace {

/// As the configuration and the state know the tables, or a record does.
std::vector<std::string> named(Context const& context, mongo::Target const& target,
                               mongo::Documents const& quarantine,
                               std::vector<std::string> const& typed)
{
  if (typed.empty()) return {};
  auto const& sync = context.config.sync;
  mongo::State const state(target, sync.state_collection, sync.pipeline);
  auto known = known_tables(context.config, state.read_all());
  for (auto const& name : typed) {
    mongo::RecordFilter const own{
        .pipeline = sync.pipeline, .tables = {name}, .keys = {}, .not_of_run = {}};
    bool const is_known = std::ranges::find(known, name) != known.end();
    if (!is_known && mongo::count_records(quarantine, own) > 0) known.push_back(name);
  }
  return tables_meant(typed, known);
}

mongo::RecordFilter filter_of(Context const& context, mongo::Target const& target,
                              mongo::Documents const& quarantine, QuarantineRequest const& request)
{
  mongo::RecordFilter filter;
  filter.pipeline = context.config.sync.pipeline;
  filter.tables = named(context, target, quarantine, request.tables);
  filter.keys = request.keys;
  return filter;
}

LeaseRequest lease_request(Context const& context, std::string const& run)
{
  auto const& sync = context.config.sync;
  return {.state_collection = sync.state_collection,
          .pipeline = sync.pipeline,
          .run = run,
          .duration = sync.lease,
          .retrying = {sync.max_retries, sync.retry_delay},
          .credentials = &context.credentials};
}

std::string new_name(char const* what)
{
  return fmt::format("{}-{}", what, iso8601(std::chrono::system_clock::now()));
}

/// The choice made for the table, if it is synced at all.
TableChoice const& chosen(std::vector<TableChoice> const& choices, std::string const& table)
{
  auto const found = std::ranges::find_if(
      choices, [&](TableChoice const& choice) { return choice.table.name == table; });
  if (found == choices.end()) {
    throw failure(Fault::config,
                  "table {} is not synced any more; to remove its records: mysync quarantine drop "
                  "{}",
                  table, table);
  }
  if (!found->problem.empty()) throw failure(Fault::config, "{}", found->problem);
  return *found;
}

RetryCounts retry_table(RunParts const& parts, TableChoice const& configured,
                        QuarantineRequest const& request)
{
  auto const& sync = parts.context.config.sync;
  mongo::State const state(parts.target, sync.state_collection, sync.pipeline);
  auto const record = state.read(configured.table.name);
  auto const choice = record ? read_as_before(configured, *record, sync.drift) : configured;
  PassCounts counts;
  Loan session(parts.sessions, choice.table.name);
  mongo::RecordFilter filter;
  filter.keys = request.keys;
  auto const lost = [&] {
    auto const from = record ? reread_start(*record) : "";
    ask_to_reread(parts.context, parts.target, choice.table.name, from);
  };
  return SetAside(parts, choice, session, counts, lost).retry(filter);
}

RetryResult retry_table(RunParts const& parts, std::vector<TableChoice> const& choices,
                        std::string const& table, QuarantineRequest const& request)
{
  RetryResult result;
  result.table = table;
  try {
    result.counts = retry_table(parts, chosen(choices, table), request);
  } catch (Error const& error) {
    result.fault = error.fault();
    result.error = error.what();
  }
  return result;
}

} // namespace

void for_each_quarantined(Context const& context, QuarantineRequest const& request,
                          mongo::RecordCells cells,
                          std::function<void(mongo::QuarantineRecord const&)> const& each)
{
  mongo::Target const target(context.config.mongodb);
  mongo::Documents const quarantine(target, mongo::quarantine_collection);
  auto const filter = filter_of(context, target, quarantine, request);
  mongo::for_each_record(quarantine, filter, cells, [&](mongo::QuarantineRecord const& record) {
    each(record);
    return !context.stop.requested();
  });
}

std::vector<std::pair<std::string, std::uint64_t>>
count_quarantined(Context const& context, QuarantineRequest const& request)
{
  std::vector<std::pair<std::string, std::uint64_t>> counts;
  for_each_quarantined(context, request, mongo::RecordCells::left_out,
                       [&](mongo::QuarantineRecord const& record) {
                         if (counts.empty() || counts.back().first != record.table)
                           counts.emplace_back(record.table, 0);
                         ++counts.back().second;
                       });
  return counts;
}

std::uint64_t drop_quarantined(Context const& context, QuarantineRequest const& request)
{
  mongo::Target const target(context.config.mongodb);
  LeaseKeeper const lease(target, lease_request(context, new_name("quarantine-drop")), context.log,
                          context.stop);
  mongo::Documents const quarantine(target, mongo::quarantine_collection);
  auto const filter = filter_of(context, target, quarantine, request);
  lease.check();
  return mongo::remove_records(quarantine, filter);
}

std::vector<RetryResult> retry_quarantined(Context const& context, QuarantineRequest const& request)
{
  auto const& config = context.config;
  auto const run = new_name("quarantine-retry");
  auto const with_records = count_quarantined(context, request);
  std::vector<RetryResult> results;
  if (with_records.empty()) return results;
  Sessions sessions(config.mysql.pool, context.credentials, context.stop);
  mongo::Target const target(config.mongodb, &context.credentials);
  LeaseKeeper const lease(target, lease_request(context, run), context.log, context.stop);
  SourceTime time; // no watermark moves
  Choices choices;
  {
    Loan session(sessions, "catalog");
    time.clock = time.settled = mysql::read_clock(*session);
    choices = choose_tables(config, mysql::read_tables(*session, config.mysql.database), {});
  }
  RunParts const parts{.context = context,
                       .sessions = sessions,
                       .target = target,
                       .lease = lease,
                       .time = time,
                       .run = run,
                       .limits = batch_limits(config.sync.batch_size, 1),
                       .progress = {}};
  for (auto const& [table, count] : with_records) {
    if (context.stop.requested()) break;
    results.push_back(retry_table(parts, choices.tables, table, request));
  }
  return results;
}

} // namespace mysync::sync
