#pragma once
// When too many documents would be removed to believe that their rows are really gone.

#include <cstdint>

namespace mysync::sync {

/// More than 20 and more than `max_percent` of all.
bool too_many_gone(std::uint64_t gone, std::uint64_t documents, double max_percent) noexcept;

} // namespace mysync::sync
