#include "sync/dry_run.hpp"

#include "core/text.hpp"
#include "mongo/state.hpp"
#include "mysql/reader.hpp"
#include "sync/drift.hpp"
#include "sync/late_commits.hpp"
#include "sync/read_specs.hpp"
#include "sync/wall.hpp"

#include <algorithm>

namespace mysync::sync {

namespace {

constexpr std::uint64_t sample_rows = 100;
/// Of them, those that are told: the rest has the same reasons.
constexpr std::size_t shown_refusals = 3;

std::string start_of_catch_up(config::Config const& config, mongo::TableRecord const& record,
                              TableChoice const& choice)
{
  if (choice.mode == config::Mode::append) return record.watermark;
  auto const wall = parse_wall(record.watermark);
  if (!wall) return {};
  auto const overlap = protection(choice, record.blind, config.sync.overlap).overlap;
  return wall_text(*wall - overlap, *choice.table.find(choice.cursor.front()));
}

void sample(mysql::Session& session, mysql::ReadSpec const& spec, convert::Plan& plan,
            TableResult& result)
{
  mysql::Reader reader(session, spec, std::nullopt, sample_rows);
  Batch batch;
  while (result.read < sample_rows) {
    auto const row = reader.next();
    if (!row) break;
    plan.encode(*row, batch);
    ++result.read;
  }
  result.quarantined = batch.refused.size();
  auto const shown = std::min(batch.refused.size(), shown_refusals);
  for (std::size_t i = 0; i < shown; ++i) {
    auto const& refusal = batch.refused[i];
    auto const what = i > 0 ? "also"
                            : fmt::format("{} of the first {} rows would be quarantined:",
                                          grouped(result.quarantined), grouped(result.read));
    result.news.push_back(fmt::format("{} {}: {}", what, refusal.key, refusal.message));
  }
}

TableResult look_at(DryRunParts const& parts, mongo::State const& state,
                    TableChoice const& configured, RunRequest const& request)
{
  TableResult result;
  result.table = configured.table.name;
  result.collection = configured.collection;
  if (!configured.problem.empty()) throw failure(Fault::config, "{}", configured.problem);
  auto const record = state.read(configured.table.name);
  bool const known = record && !record->key.empty();
  auto const choice =
      known ? read_as_before(configured, *record, parts.context.config.sync.drift) : configured;
  convert::Plan plan(choice.table, choice.mapping);
  bool const catches_up =
      known && record->phase == "steady" && choice.mode != config::Mode::full && !request.full;
  result.phase = catches_up ? Phase::steady : Phase::snapshot;
  auto const low = catches_up ? start_of_catch_up(parts.context.config, *record, choice) : "";
  auto spec = catches_up ? catch_up(choice, plan, {low, ""}) : whole_table(choice, plan);
  result.watermark = known ? record->watermark : "";
  result.news.push_back(catches_up ? fmt::format("would catch up: rows since {}", low)
                                   : fmt::format("would read every row, about {}",
                                                 grouped(choice.table.rows_estimate)));
  result.news.push_back(choice.reason);
  Loan session(parts.sessions, choice.table.name);
  sample(*session, spec, plan, result);
  return result;
}

} // namespace

std::vector<TableResult> dry_run(DryRunParts const& parts, std::vector<TableChoice> const& tables,
                                 RunRequest const& request)
{
  auto const& sync = parts.context.config.sync;
  mongo::State const state(parts.target, sync.state_collection, sync.pipeline);
  std::vector<TableResult> results;
  for (auto const& choice : tables) {
    try {
      results.push_back(look_at(parts, state, choice, request));
    } catch (Error const& error) {
      TableResult result;
      result.table = choice.table.name;
      result.collection = choice.collection;
      result.status = TableStatus::failed;
      result.fault = error.fault();
      result.error = error.what();
      results.push_back(std::move(result));
    }
  }
  return results;
}

} // namespace mysync::sync
