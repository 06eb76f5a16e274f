#pragma once
// The rows that were set aside, for people.

#include "report/layout.hpp"
#include "report/times.hpp"
#include "sync/quarantine.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace mysync::report {

using QuarantineRecords = std::span<mongo::QuarantineRecord const>;

/// A line for each record in columns, with a heading above them.
std::string quarantine_lines(QuarantineRecords records, Wall const& wall);

/// One record with its cells, as a paragraph.
std::string quarantine_paragraph(mongo::QuarantineRecord const& record, Wall const& wall);

/// How many there were, and what to do about them.
std::string quarantine_end(std::uint64_t records);

/// What dropping the records would mean.
std::string drop_text(std::vector<std::pair<std::string, std::uint64_t>> const& counts);

/// What became of the rows that were tried again.
std::string retry_text(std::vector<sync::RetryResult> const& results, Colour colour);

} // namespace mysync::report
