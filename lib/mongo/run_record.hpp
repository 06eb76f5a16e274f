#pragma once
// `_sync_runs`: what each run did.

#include "mongo/session.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mysync::mongo {

/// One run, for the audit trail in `_sync_runs`.
struct RunRecord {
  std::string run, pipeline, host, version, status, error;
  std::int64_t pid = 0;
  TimePoint started;
  double duration_seconds = 0;
  std::optional<std::int64_t> failed; ///< how many of the tables; none: an older program's record
  struct TableCounts {
    std::string table, status, error;
    std::uint64_t read = 0, created = 0, updated = 0, unchanged = 0, deleted = 0, quarantined = 0;
  };
  std::vector<TableCounts> tables;
};
void write_run(Target const& target, RunRecord const& record);
/// The pipeline's last finished run; its tables' counts are not read.
std::optional<RunRecord> last_run(Target const& target, std::string const& pipeline);

} // namespace mysync::mongo
