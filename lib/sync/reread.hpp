#pragma once
// What a run leaves to the next when it wrote rows after it had lost the right to.

#include "mongo/state.hpp"
#include "sync/operations.hpp"

#include <string>

namespace mysync::sync {

/// From where a table's rows have to be read again should a run that begins with this record write
/// after it has lost the lease: newer versions of what it reads have later times. Empty when
/// nothing was read of it yet.
std::string reread_start(mongo::TableRecord const& record);

/// Asks the next run to begin there; nothing when `from` is empty. For any thread; a failure is
/// logged.
void ask_to_reread(Context const& context, mongo::Target const& target, std::string const& table,
                   std::string const& from);

/// A run or worker that is over, or dead, may have writes under way: whoever reads its rows from
/// now on has to read them again later. For any thread; a failure is logged.
void ask_for_care(Context const& context, mongo::Target const& target);

} // namespace mysync::sync
