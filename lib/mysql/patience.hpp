#pragma once
// How long a source that lives may say nothing; apart so that a test can have less of it.

#include <chrono>

namespace mysync::mysql {

/// `timeout`: what connecting may take.
std::chrono::milliseconds read_patience(std::chrono::milliseconds timeout) noexcept;

} // namespace mysync::mysql
