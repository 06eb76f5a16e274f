#pragma once
// The JSON contracts: fields are added, never changed or renamed.

#include "report/times.hpp"
#include "sync/operations.hpp"
#include "sync/result.hpp"

#include <optional>
#include <string>
#include <vector>

namespace mysync::report {

/// One document, indented, with a line end. Bytes that are no UTF-8 become U+FFFD; what is not
/// known is null; times are UTC; a watermark is the cursor's exact text.
std::string run_json(sync::RunResult const& result);
std::string discover_json(sync::Discovered const& found);

/// `problems`: what --check found (see health.hpp); none: it was not asked, and neither `healthy`
/// nor `problems` is in the document.
std::string status_json(sync::PipelineState const& state,
                        std::optional<std::vector<std::string>> const& problems);

} // namespace mysync::report
