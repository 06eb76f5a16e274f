#pragma once
// The tables of a run, several at once.

#include "sync/pass.hpp"

#include <vector>

namespace mysync::sync {

/// Tables side by side, as many as there are source sessions; the results in the tables' order.
/// Paused ones are left alone.
std::vector<TableResult> sync_tables(RunParts const& parts, std::vector<TableChoice> const& tables,
                                     RunRequest const& request);

} // namespace mysync::sync
