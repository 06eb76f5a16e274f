#include "cmd/exit_status.hpp"

#include <algorithm>

namespace mysync::cmd {
namespace {

using sync::TableResult;
using sync::TableStatus;

bool has(sync::RunResult const& result, TableStatus status) noexcept
{
  return std::ranges::find(result.tables, status, &TableResult::status) != result.tables.end();
}

bool was_stopped(TableResult const& table) noexcept
{
  return table.status == TableStatus::stopped || table.fault == Fault::busy ||
         table.fault == Fault::interrupted;
}

bool has_quarantined(sync::RunResult const& result) noexcept
{
  return std::ranges::any_of(result.tables,
                             [](auto const& table) { return table.quarantined > 0; });
}

} // namespace

int exit_status(Fault fault) noexcept
{
  switch (fault) {
  case Fault::usage: return status_usage;
  case Fault::config: return status_config;
  case Fault::data:
  case Fault::source: return status_source;
  case Fault::target: return status_target;
  case Fault::busy: return status_busy;
  case Fault::interrupted: return status_interrupt;
  }
  return status_internal;
}

int exit_status(StopReason reason) noexcept
{
  switch (reason) {
  case StopReason::none:
  case StopReason::duration: return status_done;
  case StopReason::interrupt: return status_interrupt;
  case StopReason::terminate: return status_terminate;
  case StopReason::lease_lost: return status_busy;
  }
  return status_internal;
}

int exit_status(sync::RunResult const& result, bool strict) noexcept
{
  auto const failed = std::ranges::find(result.tables, TableStatus::failed, &TableResult::status);
  if (failed != result.tables.end()) {
    // A stopped table synced what it could; one that was skipped did neither.
    if (has(result, TableStatus::success) || has(result, TableStatus::stopped))
      return status_some_failed;
    return failed->fault ? exit_status(*failed->fault) : status_internal;
  }
  return strict && has_quarantined(result) ? status_quarantined : status_done;
}

int exit_status(sync::RunResult const& result, bool strict, StopReason reason) noexcept
{
  auto const undone = result.more_to_do || std::ranges::any_of(result.tables, &was_stopped);
  if (undone && reason != StopReason::duration && reason != StopReason::none)
    return exit_status(reason);
  return exit_status(result, strict);
}

} // namespace mysync::cmd
