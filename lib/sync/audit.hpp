#pragma once
// The audit trail: what each run did, in `_sync_runs`.

#include "sync/pass.hpp"

namespace mysync::sync {

/// What was done stands without its record: that it is missing is said, no more.
void write_audit(RunParts const& parts, RunResult const& result);

} // namespace mysync::sync
