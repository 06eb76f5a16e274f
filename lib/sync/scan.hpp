#pragma once
// What the data say to the loss report: rows are read in key order and encoded by the one plan, for
// a bounded time and in bounded memory, and "may" becomes a count.

#include "convert/plan.hpp"
#include "core/stop.hpp"
#include "mysql/clock.hpp"
#include "mysql/session.hpp"
#include "sync/findings.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace mysync::sync {

/// Rows of one kind, and the key of the first.
struct Count {
  std::uint64_t rows = 0;
  std::string example;
};

struct ColumnScan {
  Count refused; ///< would be quarantined for this column's cell
  std::string refusal;
  Count microseconds, zero_dates, not_bool;
  std::uint64_t ambiguous = 0, skipped = 0; ///< local times that came twice, or never
};

struct TableScan {
  ScanSummary summary;
  std::map<std::string, ColumnScan> columns;
  Count too_large, null_cursors, future_cursors;
};

/// Looks at rows, one after the other.
class Scanner {
public:
  /// Throws like Plan. `choice` outlives it.
  Scanner(TableChoice const& choice, mysql::SourceClock const& clock);

  convert::Plan const& plan() const noexcept { return plan_; }
  void look(Row row);
  /// All that was seen; what the caller knows of the time is left to it.
  TableScan result() const;

private:
  enum class Trap : std::uint8_t { microseconds, zero_date, not_bool, null_cursor, future_cursor };
  struct Watch {
    Trap trap;
    std::size_t cell;
    Count* count;
  };
  void watch_columns();
  void watch_cursor(mysql::SourceClock const& clock);
  bool sees(Watch const& watch, Row row) const;
  void note(Count& count, Row row) const;
  void note_refusals(Row row);

  TableChoice const& choice_;
  convert::Plan plan_;
  std::vector<Watch> watches_;
  std::string present_; ///< cursors above it lie in the future
  Batch batch_;
  TableScan seen_;
};

struct ScanLimit {
  std::chrono::milliseconds time;
};

/// Reads the table until its end, the limit, or a stop. What goes wrong at the source is in the
/// summary.
TableScan scan(mysql::Session& session, TableChoice const& choice, mysql::SourceClock const& clock,
               ScanLimit limit, Stop const& stop);

/// Puts counts where the schema alone could only say "may". Where every row was read, what was not
/// found is taken out.
void settle(TableFindings& findings, TableScan const& scan);

} // namespace mysync::sync
