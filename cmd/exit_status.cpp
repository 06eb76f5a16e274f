#include "cmd/exit_status.hpp"

#include <algorithm>
#include <optional>
#include <vector>

namespace mysync::cmd {
namespace {

using sync::TableStatus;

/// The status that failed tables give: 3 when others did what they could, else the first one's.
template <class Table> std::optional<int> of_failures(std::vector<Table> const& tables) noexcept
{
  auto const has = [&](TableStatus status) {
    return std::ranges::find(tables, status, &Table::status) != tables.end();
  };
  auto const failed = std::ranges::find(tables, TableStatus::failed, &Table::status);
  if (failed == tables.end()) return std::nullopt;
  // A stopped table did what it could; one that was skipped did neither.
  if (has(TableStatus::success) || has(TableStatus::stopped)) return status_some_failed;
  return failed->fault ? exit_status(*failed->fault) : status_internal;
}

/// The status of what a signal or a lost lease left undone; a time limit leaves it to the tables.
template <class Result> std::optional<int> of_stop(Result const& result, StopReason reason) noexcept
{
  auto const was_stopped = [](auto const& table) {
    return table.status == TableStatus::stopped || table.fault == Fault::busy ||
           table.fault == Fault::interrupted;
  };
  auto const undone = result.more_to_do || std::ranges::any_of(result.tables, was_stopped);
  if (!undone || reason == StopReason::duration || reason == StopReason::none) return std::nullopt;
  return exit_status(reason);
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
  if (auto const status = of_failures(result.tables)) return *status;
  return strict && has_quarantined(result) ? status_quarantined : status_done;
}

int exit_status(sync::RunResult const& result, bool strict, StopReason reason) noexcept
{
  return of_stop(result, reason).value_or(exit_status(result, strict));
}

int exit_status(sync::Verification const& result, StopReason reason) noexcept
{
  if (auto const status = of_stop(result, reason)) return *status;
  if (result.different()) return status_unwell;
  return of_failures(result.tables).value_or(status_done);
}

} // namespace mysync::cmd
