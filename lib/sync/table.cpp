#include "sync/table.hpp"

#include "sync/checked_record.hpp"
#include "sync/table_sync.hpp"

#include <chrono>

namespace mysync::sync {

namespace {

struct Ending {
  TableStatus status = TableStatus::success;
  std::optional<Fault> fault; ///< with status failed; without one it is a bug of the program
  std::string error;
};

/// Trouble that would have been tried again, had nobody asked to stop, is the stop's.
Ending ending_of(Error const& error, Stop const& stop)
{
  if (error.transient() && stop.requested()) return {TableStatus::stopped, {}, error.what()};
  return {TableStatus::failed, error.fault(), error.what()};
}

TableResult result_of(TableResult result, Ending const& ending)
{
  result.status = ending.status;
  if (ending.status != TableStatus::failed) return result;
  result.fault = ending.fault;
  result.error = ending.error;
  return result;
}

TableResult untouched(TableChoice const& choice)
{
  TableResult result;
  result.table = choice.table.name;
  result.collection = choice.collection;
  return result;
}

void say_not_remembered(RunParts const& parts, TableChoice const& choice, Error const& error)
{
  parts.context.log.write(
      {.level = LogLevel::warn,
       .table = choice.table.name,
       .operation = "remember",
       .message = fmt::format("how the run ended is not remembered: {}", error.what())});
}

Ending run(RunParts const& parts, TableSync& table, RunRequest const& request)
{
  try {
    auto const end = table.run(request);
    return {end == PassEnd::stopped ? TableStatus::stopped : TableStatus::success, {}, {}};
  } catch (Error const& error) {
    return ending_of(error, parts.context.stop);
  }
}

/// The first trouble is the one that is told: that it cannot be remembered either does not hide it.
Ending remembered(RunParts const& parts, TableChoice const& choice, TableSync& table, Ending ending)
{
  if (ending.fault == Fault::busy) return ending; // the state is another run's now
  try {
    table.close(ending.status, ending.error);
  } catch (Error const& error) {
    if (ending.status == TableStatus::success) return ending_of(error, parts.context.stop);
    say_not_remembered(parts, choice, error);
  }
  return ending;
}

/// A table that failed before it was looked at: what is remembered of it says so; of one that never
/// was read nothing is.
void remember_unread(RunParts const& parts, TableChoice const& choice, Ending const& ending)
{
  auto const& sync = parts.context.config.sync;
  try {
    mongo::State const state(parts.target, sync.state_collection, sync.pipeline);
    auto retries = parts.retries(choice.table.name);
    auto record = with_retries(retries, [&] { return state.read(choice.table.name); });
    if (!record) return;
    checked(*record, parts.lease, sync.pipeline);
    note_end(*record, ending.status, ending.error);
    parts.lease.check();
    with_retries(retries, [&] { state.write(*record, parts.lease.token()); });
  } catch (Error const& error) {
    say_not_remembered(parts, choice, error);
  }
}

TableResult sync_chosen(RunParts const& parts, TableChoice const& choice, RunRequest const& request)
{
  std::optional<TableSync> table;
  try {
    if (!choice.problem.empty()) throw failure(Fault::config, "{}", choice.problem);
    table.emplace(parts, choice);
  } catch (Error const& error) {
    auto const ending = ending_of(error, parts.context.stop);
    remember_unread(parts, choice, ending);
    return result_of(untouched(choice), ending);
  }
  auto const ending = remembered(parts, choice, *table, run(parts, *table, request));
  return result_of(table->result(), ending);
}

} // namespace

TableResult sync_table(RunParts const& parts, TableChoice const& choice, RunRequest const& request)
{
  auto const began = std::chrono::steady_clock::now();
  TableResult result;
  try {
    result = sync_chosen(parts, choice, request);
  } catch (std::exception const& bug) { // in a table's thread nobody else would catch it
    auto const error = fmt::format("internal error: {}", bug.what());
    result = result_of(untouched(choice), {TableStatus::failed, std::nullopt, error});
  }
  result.duration_seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  return result;
}

} // namespace mysync::sync
