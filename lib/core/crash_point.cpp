#include "core/crash_point.hpp"

namespace mysync {

// Alone in its file: a program that brings its own definition does not take this one from the
// library.
void reached(char const*) noexcept {}

} // namespace mysync
