#pragma once
// What a killed run of the same process number left behind.

namespace mysync::cmd {

/// libmongoc keeps counters in /dev/shm/mongoc-PID, made before main by its constructor, which
/// complains on standard error when a killed process has left such a file. So it goes before that:
/// no other process has this number. Does nothing that needs an initialised library.
void forget_stale_counters() noexcept;

} // namespace mysync::cmd
