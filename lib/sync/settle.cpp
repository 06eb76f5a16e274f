// Where the loss report meets the data: pure.

#include "core/text.hpp"
#include "sync/scan.hpp"

#include <algorithm>
#include <functional>

namespace mysync::sync {

namespace {

/// What becomes of a finding that rows confirm.
struct Confirmed {
  char const* code;
  Count const& (*count)(ColumnScan const&);
  Severity severity;
  char const* message; ///< empty: the same
};

Count const& refused(ColumnScan const& scan) { return scan.refused; }
Count const& microseconds(ColumnScan const& scan) { return scan.microseconds; }
Count const& zero_dates(ColumnScan const& scan) { return scan.zero_dates; }
Count const& not_bool(ColumnScan const& scan) { return scan.not_bool; }

constexpr Confirmed confirmed[] = {
    {"microseconds", microseconds, Severity::loss, ""},
    {"unsigned_64_bit", refused, Severity::loss, "above 9,223,372,036,854,775,807: quarantined"},
    {"wide_decimal", refused, Severity::loss, "do not fit 34 digits: quarantined"},
    {"tinyint_1", not_bool, Severity::note, "neither 0 nor 1: kept as a number"},
    {"zero_date_default", zero_dates, Severity::risk, "zero dates"},
    {"zero_dates_allowed", zero_dates, Severity::risk, "zero dates"},
};

void confirm(Finding& finding, Count const& count)
{
  finding.count = count.rows;
  finding.example = count.example;
}

/// Without rows: nothing may be said of what was not read.
bool unfounded(Finding& finding, Count const& count, bool complete)
{
  if (count.rows > 0) confirm(finding, count);
  return count.rows == 0 && complete;
}

bool settle_one(Finding& finding, ColumnScan const& scan, bool complete)
{
  for (auto const& known : confirmed) {
    if (finding.code != known.code) continue;
    auto const& count = known.count(scan);
    if (count.rows > 0) {
      finding.severity = known.severity;
      if (*known.message != '\0') finding.message = known.message;
    } else if (complete && finding.code == "tinyint_1") {
      finding.message = "holds 0 and 1 only";
      return false;
    }
    return unfounded(finding, count, complete);
  }
  return false;
}

bool has(std::vector<Finding> const& findings, std::string_view code)
{
  return std::ranges::find(findings, code, &Finding::code) != findings.end();
}

void add_counted(std::vector<Finding>& findings, char const* code, Severity severity,
                 std::string message, Count const& count)
{
  if (count.rows == 0) return;
  add_finding(findings, code, severity, std::move(message));
  confirm(findings.back(), count);
}

void settle_column(ColumnFindings& column, ColumnScan const& scan, bool complete)
{
  auto& findings = column.findings;
  std::erase_if(findings, [&](Finding& finding) { return settle_one(finding, scan, complete); });
  if (!has(findings, "unsigned_64_bit") && !has(findings, "wide_decimal"))
    add_counted(findings, "quarantined", Severity::loss, "quarantined: " + scan.refusal,
                scan.refused);
  if (!has(findings, "zero_date_default") && !has(findings, "zero_dates_allowed"))
    add_counted(findings, "zero_dates", Severity::risk, "zero or impossible dates",
                scan.zero_dates);
  add_counted(findings, "ambiguous_times", Severity::risk,
              "local times that came twice are taken as the earlier", {scan.ambiguous, ""});
  add_counted(findings, "skipped_times", Severity::risk,
              "local times that never came are moved past the gap", {scan.skipped, ""});
}

void settle_table(std::vector<Finding>& findings, TableScan const& scan)
{
  bool const complete = scan.summary.complete;
  std::erase_if(findings, [&](Finding& finding) {
    if (finding.code == "null_cursor") return unfounded(finding, scan.null_cursors, complete);
    if (finding.code != "large_rows") return false;
    if (scan.too_large.rows > 0) {
      finding.severity = Severity::loss;
      finding.message = "rows exceed MongoDB's 16 MiB: quarantined";
    }
    return unfounded(finding, scan.too_large, complete);
  });
  if (!has(findings, "large_rows"))
    add_counted(findings, "large_rows", Severity::loss, "rows exceed MongoDB's 16 MiB: quarantined",
                scan.too_large);
  add_counted(findings, "future_cursor", Severity::risk,
              "cursors in the future: such rows are read again in every run until then",
              scan.future_cursors);
}

} // namespace

void settle(TableFindings& findings, TableScan const& scan)
{
  findings.scan = scan.summary;
  for (auto& column : findings.columns) {
    auto const found = scan.columns.find(column.column);
    if (found != scan.columns.end()) settle_column(column, found->second, scan.summary.complete);
  }
  settle_table(findings.findings, scan);
}

} // namespace mysync::sync
