#pragma once
// Which column orders a table's changes, and how it can be read by it.

#include "sync/choice.hpp"

namespace mysync::sync {

/// Fills cursor, mode, cursor_index and the reason of a choice whose key is settled; or its
/// problem.
void choose_cursor(TableChoice& choice);

} // namespace mysync::sync
