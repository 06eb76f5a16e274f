#pragma once
// Whether a pipeline is well: the judgement of `status --check`.

#include "report/times.hpp"
#include "sync/operations.hpp"

#include <string>
#include <vector>

namespace mysync::report {

/// One line for each thing that is wrong, naming the side or the table; empty: all is well. Wrong
/// are a connection that failed, a pipeline that never ran, a table whose last run failed, one that
/// was never synced to the end, and one that is stale: its last complete catch-up began more than
/// two intervals ago. What somebody paused or disabled is not wrong, nor a first load that a
/// run is working on.
std::vector<std::string> problems(sync::PipelineState const& state, TimePoint now);

/// True when the table's last run ended badly.
bool failing(sync::TableState const& table) noexcept;

} // namespace mysync::report
