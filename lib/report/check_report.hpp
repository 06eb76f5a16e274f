#pragma once
// What a check found, for people and for machines.

#include "report/layout.hpp"
#include "sync/check.hpp"

#include <string>
#include <vector>

namespace mysync::report {

/// Whether a run would work: there is no error.
bool healthy(std::vector<sync::CheckFinding> const& findings) noexcept;

/// A line for each finding, and below it what to do; errors first.
std::string check_text(std::vector<sync::CheckFinding> const& findings, Colour colour);

/// `{"healthy": true, "findings": [{code, severity, message, fix}]}`: a contract.
std::string check_json(std::vector<sync::CheckFinding> const& findings);

} // namespace mysync::report
