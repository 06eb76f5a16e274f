#include "sync/shared_load.hpp"

namespace mysync::sync {

// Alone in its file, as crash_point.cpp is.
std::uint64_t range_rows() noexcept { return 200'000; }
bool may_take_whole() noexcept { return true; }

} // namespace mysync::sync
