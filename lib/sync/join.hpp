#pragma once
// Taking part in the loads that another run leads.

#include "sync/shared_load.hpp"

#include <vector>

namespace mysync::sync {

/// Reads ranges of every unfinished shared load among the tables asked for, until none is left to
/// take. Moves no watermark: the run that leads does. None when there is nothing to join.
std::vector<TableResult> join_loads(RunParts const& parts, RunRequest const& request, Pulse& pulse);

} // namespace mysync::sync
