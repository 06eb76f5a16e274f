#pragma once
// What a run did, for people.

#include "report/layout.hpp"
#include "sync/result.hpp"

#include <string>
#include <vector>

namespace mysync::report {

/// A line for each table, its news indented below it, and a last line that sums up. Why a table
/// failed is not in it: that is trouble, and said on standard error.
std::string run_text(sync::RunResult const& result, Colour colour);

/// What must be heard even when nothing else is: a line for each table that failed, with its error.
std::vector<std::string> failures(sync::RunResult const& result);

/// A line for each table of which rows were set aside.
std::vector<std::string> quarantines(sync::RunResult const& result);

} // namespace mysync::report
