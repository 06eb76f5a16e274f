#include "sync/table.hpp"

#include "sync/table_sync.hpp"

#include <chrono>

namespace mysync::sync {

namespace {

/// Without a fault it is a bug of the program.
TableResult failed(TableResult result, std::optional<Fault> fault, std::string const& error)
{
  result.status = TableStatus::failed;
  result.fault = fault;
  result.error = error;
  return result;
}

TableResult untouched(TableChoice const& choice)
{
  TableResult result;
  result.table = choice.table.name;
  result.collection = choice.collection;
  return result;
}

TableResult stopped(TableResult result)
{
  result.status = TableStatus::stopped;
  return result;
}

TableResult sync_chosen(RunParts const& parts, TableChoice const& choice, RunRequest const& request)
{
  std::optional<TableSync> table;
  try {
    table.emplace(parts, choice);
    auto const end = table->run(request);
    auto const status = end == PassEnd::stopped ? TableStatus::stopped : TableStatus::success;
    table->close(status, "");
    return status == TableStatus::stopped ? stopped(table->result()) : table->result();
  } catch (Error const& error) {
    if (!table) return failed(untouched(choice), error.fault(), error.what());
    // Trouble that would have been tried again, had nobody asked to stop.
    if (error.transient() && parts.context.stop.requested()) {
      table->close(TableStatus::stopped, error.what());
      return stopped(table->result());
    }
    if (error.fault() != Fault::busy) table->close(TableStatus::failed, error.what());
    return failed(table->result(), error.fault(), error.what());
  }
}

} // namespace

TableResult sync_table(RunParts const& parts, TableChoice const& choice, RunRequest const& request)
{
  auto const began = std::chrono::steady_clock::now();
  TableResult result = untouched(choice);
  if (choice.problem.empty()) {
    try {
      result = sync_chosen(parts, choice, request);
    } catch (Error const& error) { // while the failure itself was being remembered
      result = failed(std::move(result), error.fault(), error.what());
    } catch (std::exception const& bug) { // in a table's thread nobody else would catch it
      result =
          failed(std::move(result), std::nullopt, fmt::format("internal error: {}", bug.what()));
    }
  } else {
    result = failed(std::move(result), Fault::config, choice.problem);
  }
  result.duration_seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  return result;
}

} // namespace mysync::sync
