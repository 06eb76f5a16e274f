#pragma once
// One table's part in a run: what is remembered about it, which passes it needs, what they did.

#include "sync/choice.hpp"
#include "sync/pass.hpp"
#include "sync/result.hpp"

namespace mysync::sync {

/// Brings one table's changes over, once. Throws nothing: what went wrong is in the result, and in
/// the table's state where that can still be written. Fault::busy in the result means the lease was
/// lost.
TableResult sync_table(RunParts const& parts, TableChoice const& choice, RunRequest const& request);

} // namespace mysync::sync
