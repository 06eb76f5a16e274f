#pragma once
// What a run is called.

#include <chrono>
#include <string>

namespace mysync::sync {

/// Sorts by time and is unique: `20261122T101431Z-1f3a5c`.
std::string new_run_id(std::chrono::system_clock::time_point now);

} // namespace mysync::sync
