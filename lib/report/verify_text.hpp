#pragma once
// What a verification found, for people.

#include "report/layout.hpp"
#include "sync/verify.hpp"

#include <string>
#include <vector>

namespace mysync::report {

/// A line for each table, what is not equal indented below it with the first few keys, and a last
/// line that sums up. Why a table failed is said on standard error.
std::string verify_text(sync::Verification const& result, Colour colour);

/// A line for each table that failed, with its error.
std::vector<std::string> failures(sync::Verification const& result);

} // namespace mysync::report
