#include "sync/audit.hpp"

#include "core/error.hpp"
#include "mongo/run_record.hpp"
#include "sync/lease_keeper.hpp"
#include "sync/version.hpp"

#include <unistd.h>

#include <algorithm>

namespace mysync::sync {

namespace {

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

} // namespace

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

} // namespace mysync::sync
