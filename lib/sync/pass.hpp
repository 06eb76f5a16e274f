#pragma once
// One pass over (a part of) a table: rows are read, encoded, written, and only then remembered.

#include "convert/plan.hpp"
#include "sync/batch_writer.hpp"
#include "sync/collection.hpp"
#include "sync/hold.hpp"
#include "sync/horizon.hpp"
#include "sync/operations.hpp"
#include "sync/rows.hpp"
#include "sync/sessions.hpp"
#include "sync/writers.hpp"

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>

namespace mysync::sync {

/// Two writers hide a near target's latency from one reader; on a first load no key comes twice, so
/// that their order does not matter.
inline constexpr unsigned load_writers = 2;

/// What every table of a run shares. Everything outlives the tables.
struct RunParts {
  Context const& context;
  Sessions& sessions;
  mongo::Target const& target;
  Hold const& lease;
  SourceTime time; ///< none where nothing is remembered
  std::string run;
  BatchLimits limits;
  unsigned readers = 1; ///< sessions that one table may use
  FlowLimits flow = {}; ///< of one of them, in a load
  ShowProgress progress;
  Surroundings surroundings = {};
  std::map<std::string, mongo::Pause> pauses = {}; ///< by the tables' names

  Retries retries(std::string const& table) const;
};

/// Batches smaller in bytes the more tables run at once, so that all of them stay within one
/// budget.
BatchLimits batch_limits(std::optional<std::size_t> batch_size, unsigned tables_at_once) noexcept;

/// What one of so many readers may have on its way. `batch_size`: as configured; none: batches may
/// become larger than usual.
FlowLimits flow_limits(std::optional<std::size_t> batch_size, unsigned readers,
                       unsigned tables_at_once, std::chrono::microseconds round_trip) noexcept;

/// More rows were set aside than the configuration bears; the first hundred always are borne.
bool too_many_refused(std::uint64_t refused, std::uint64_t rows, double max_percent) noexcept;

/// Of a table that is not read to its end yet: the sources' estimates err by half at times.
std::uint64_t rows_at_most(std::uint64_t read, std::uint64_t estimate) noexcept;

struct Pass {
  std::string table;
  mysql::ReadSpec spec;
  std::optional<Position> after;
  BatchWriterOptions writing;
  Phase phase = Phase::steady;
  std::uint64_t total = 0;           ///< rows to expect, for progress; 0: unknown
  Flow* flow = nullptr;              ///< only when no key can come twice; none: one writer
  std::string newest_before;         ///< rows at or below it are counted as read again; empty: none
  std::optional<std::size_t> cursor; ///< index of the cursor in the row, for that count
  bool all_read_again = false;
  /// Rows may be bad in clusters: a pass is given up only for more of them than the table bears.
  std::uint64_t rows_estimate = 0;
  double max_quarantine_percent = 1;
  Remember remember; ///< may be empty
  /// Ends the pass as a stop does, once it is true; looked at between batches. May be none.
  std::atomic<bool> const* interrupted = nullptr;
};

/// How a pass ended: at the end of its rows, or before it because a stop was requested or so many
/// rows were set aside that the whole table would have too many.
enum class PassEnd : std::uint8_t { complete, stopped };

struct PassReport {
  PassEnd end = PassEnd::complete;
  bool interrupted = false; ///< that alone stopped it
  std::uint64_t read = 0, read_again = 0;
};

/// Runs it; what was acknowledged is in `counts`, also when it throws.
PassReport run_pass(RunParts const& parts, Loan& session, convert::Plan& plan, Pass const& pass,
                    PassCounts& counts);

/// Hands rows from `next` to batches and full batches to `submit`, until the end or a stop.
/// `position` tells where the last row stands.
struct Pump {
  std::function<std::optional<Row>()> next;
  std::function<Position()> position;
  std::function<void(Row, Batch&)> encode;
  std::function<Batch(Batch)> submit;
  std::function<bool()> stopped;
};
PassEnd pump(Pump const& parts, BatchLimits const& limits);

} // namespace mysync::sync
