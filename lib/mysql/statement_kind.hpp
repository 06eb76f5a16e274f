#pragma once
// What a statement in the process list may do, from its text alone.

#include <string_view>

namespace mysync::mysql {

/// False for what only reads or ends a transaction, whatever comments or parentheses it begins
/// with; true for everything else, and for what is not understood.
bool may_write(std::string_view statement) noexcept;

} // namespace mysync::mysql
