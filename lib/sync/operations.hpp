#pragma once
// What the commands ask of the engine. Each opens what it needs, and throws Error when it cannot
// even begin; what happens to single tables is in the result.

#include "config/config.hpp"
#include "config/credentials.hpp"
#include "core/log.hpp"
#include "core/stop.hpp"
#include "mongo/pauses.hpp"
#include "sync/findings.hpp"
#include "sync/result.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace mysync::sync {

/// Called from several threads at times while a table is worked on; `total` 0 when unknown.
struct Progress {
  std::string table;
  Phase phase = Phase::snapshot;
  std::uint64_t rows = 0;
  std::uint64_t total = 0;
  bool done = false;
  char const* doing = nullptr; ///< instead of the phase: "verify"
  bool documents = false;      ///< they are counted, instead of rows
};
using ShowProgress = std::function<void(Progress const&)>;

struct RunRequest {
  std::vector<std::string> tables; ///< empty: all
  bool full = false;               ///< read the tables from the start, dropping nothing
  bool due = false;                ///< skip tables whose interval has not passed
  bool join = false; ///< take part in the loads that another run leads, and do nothing else
  bool dry_run = false;
  bool reconcile = false;     ///< also remove documents whose rows are gone
  bool force_deletes = false; ///< however many
};

struct Context {
  config::Config const& config;
  config::Credentials& credentials; ///< in place of those in `config`
  Log& log;
  Stop& stop;
};

/// One run. Throws Error Fault::busy when another run holds the lease, Fault::source or
/// Fault::target when a side cannot be reached at all.
RunResult run(Context const& context, RunRequest const& request, ShowProgress const& progress);

struct Discovered {
  std::vector<TableChoice> tables;
  std::vector<TableFindings> findings; ///< one for each table
  std::vector<std::string> left_out;
};
/// Reads the catalogue; with `scan` each table's data too, for up to so long a table.
Discovered discover(Context const& context, std::vector<std::string> const& tables,
                    std::optional<std::chrono::milliseconds> scan = {});

/// One table as `_sync_state` remembers it, and what the configuration adds.
struct TableState {
  std::string table, collection;
  std::string phase; ///< "snapshot", "steady", "new" (never run)
  std::string watermark;
  std::optional<double> lag_seconds; ///< age of the start of the last complete catch-up
  std::optional<std::chrono::system_clock::time_point> last_sync, next_sync;
  std::string last_status, last_error;
  std::vector<std::string> reformed; ///< columns whose type changed since a complete load
  std::uint64_t failures = 0;        ///< in a row
  std::uint64_t total_records = 0;   ///< documents in the collection now
  std::uint64_t quarantined = 0;
  bool paused = false;
  std::optional<bool>
      horizon_exact;          ///< of the last run; none: the table has no cursor, or never ran
  std::string horizon_reason; ///< why it is not exact
  std::optional<std::chrono::system_clock::time_point> verified; ///< when the last one ended
  bool verified_whole = false; ///< it had looked at every row and document
  std::uint64_t verified_differences = 0;
  mongo::Pause pause; ///< when paused
};

struct PipelineState {
  std::string pipeline;
  bool enabled = true;
  std::optional<mongo::Pause> pause; ///< of the whole pipeline
  std::chrono::milliseconds interval{};
  std::optional<std::chrono::system_clock::time_point> last_sync, next_sync;
  std::optional<double> last_duration_seconds;
  std::string last_status;                 ///< empty: never ran
  std::optional<std::int64_t> last_failed; ///< tables of the last run that failed; none: not known
  std::optional<double>
      success_rate;        ///< percent of the tables' runs that ended well, since the state began
  std::string lease_owner; ///< "host (pid 12, run …)" while a run is on; else empty
  std::string dead_run;    ///< the same of one that holds the lease and has not renewed it in time
  std::string mysql_connection = "unknown",
              mongodb_connection = "unknown"; ///< "healthy", or the error
  std::uint64_t pending_operations = 0;       ///< tables that are due, or in an unfinished snapshot
  std::uint64_t error_count = 0;              ///< tables whose last run failed
  std::vector<TableState> tables;
};
/// Reads the state; never writes. With `check_connections` the source is asked too, and a side that
/// fails is told in the result instead of thrown; without, only the target is connected to.
PipelineState status(Context const& context, std::vector<std::string> const& tables,
                     bool check_connections);

/// Pauses the pipeline, or the tables named, for the runs to come; needs no lease. Returns what
/// became of each, a line for each. Throws Error (Fault::usage) for a table that is neither
/// configured nor in the state.
std::vector<std::string> pause(Context const& context, std::vector<std::string> const& tables,
                               std::string const& reason);
std::vector<std::string> resume(Context const& context, std::vector<std::string> const& tables);
/// `paused since 2026-11-22T10:02:10Z by root@db1: migration`
std::string pause_text(mongo::Pause const& pause);

/// A watermark as it is and as it would be, and what that means.
struct ResetPreview {
  std::string table;
  std::string from, to; ///< texts; `to` empty: forgotten, the next run loads everything
  std::optional<std::uint64_t>
      rows; ///< that the next run would read again, as far as it can be known
  /// Rows that a watermark moved forward would pass without reading them.
  std::optional<std::uint64_t> skipped;
};
/// Checks and previews; `to` empty: forget. Throws Error (Fault::usage) when `to` does not fit the
/// cursor.
std::vector<ResetPreview> preview_reset(Context const& context,
                                        std::vector<std::string> const& tables,
                                        std::string const& to);
/// Takes the lease (Fault::busy when a run holds it) and does it.
void reset_watermark(Context const& context, std::vector<ResetPreview> const& previews);

/// "libmysqlclient/libmariadb …", "libmongoc …": for --version.
std::vector<std::string> client_versions();

} // namespace mysync::sync
