#pragma once
// The loss report: what discovery says before the first sync.

#include "sync/choice.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mysync::sync {

/// `loss`: values that will not arrive. `risk`: values that may not, or rows that no run may see.
enum class Severity : std::uint8_t { loss, risk, note };

struct Finding {
  std::string code; ///< stable: "microseconds", "no_cursor_index"
  Severity severity = Severity::note;
  std::string message;
  std::optional<std::uint64_t> count; ///< of rows, when the data were read
  std::string example;                ///< a row's key
};

struct ColumnFindings {
  std::string column, type, bson; ///< bson: empty for a type that is not known
  bool nullable = false;
  std::vector<Finding> findings;
};

/// How much of a table `--scan` has read.
struct ScanSummary {
  std::uint64_t rows = 0;
  double seconds = 0;
  bool complete = false;
  std::string trouble; ///< why it ended early, but for the time that was given; empty: nothing
};

struct TableFindings {
  std::vector<ColumnFindings> columns;
  std::vector<Finding> findings;
  std::optional<ScanSummary> scan;
};

/// What the source lets into its tables.
struct SourceTraits {
  bool zero_dates_allowed = false;
};

/// The losses and traps that the schema alone shows.
TableFindings findings(TableChoice const& choice, SourceTraits const& source = {});

/// For findings.cpp and table_findings.cpp.
void add_table_findings(TableChoice const& choice, std::vector<Finding>& findings);
inline void add_finding(std::vector<Finding>& findings, char const* code, Severity severity,
                        std::string message)
{
  findings.push_back({code, severity, std::move(message), std::nullopt, {}});
}

} // namespace mysync::sync
