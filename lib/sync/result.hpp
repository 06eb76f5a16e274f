#pragma once
// What a run did, as plain values: the input of the exit status, the screens, the JSON and the log.

#include "core/error.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mysync::sync {

enum class Phase : std::uint8_t { snapshot, steady };
enum class TableStatus : std::uint8_t { success, failed, skipped, stopped };
enum class RunStatus : std::uint8_t { success, partial, failed, skipped };

/// One table's part in a run. Counts are of rows and documents; texts are empty when unknown.
struct TableResult {
  std::string table, collection;
  Phase phase = Phase::snapshot; ///< at the end of the run
  bool was_snapshot = false;     ///< this run read every row, or was to
  TableStatus status = TableStatus::success;
  std::uint64_t read = 0;       ///< rows fetched, all passes
  std::uint64_t read_again = 0; ///< of these, rows at or below what an earlier run had read
  std::uint64_t created = 0, updated = 0, unchanged = 0, deleted = 0, quarantined = 0;
  std::string watermark;        ///< exact text; empty: none yet
  std::string horizon;          ///< exact text; empty: the table has no cursor
  double held_back_seconds = 0; ///< how far writers hold the horizon below the source's clock
  double duration_seconds = 0;
  std::optional<Fault> fault;    ///< with status failed
  std::string error;             ///< one line; empty when none
  std::vector<std::string> news; ///< said below the table's line: choices, warnings, what to do
};

struct RunResult {
  std::string run, pipeline;
  RunStatus status = RunStatus::success;
  int exit = 0;
  std::chrono::system_clock::time_point started;
  double duration_seconds = 0;
  bool dry_run = false;
  bool more_to_do = false;         ///< stopped by --max-duration or a signal
  std::string reason;              ///< why a run was skipped: paused, disabled, nothing due
  std::vector<TableResult> tables; ///< in the configuration's order
};

char const* phase_name(Phase phase) noexcept;
char const* status_name(TableStatus status) noexcept;
char const* status_name(RunStatus status) noexcept;

} // namespace mysync::sync
