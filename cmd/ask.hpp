#pragma once
// Yes or no, from a person.

#include "core/stop.hpp"

#include <cstdio>
#include <string_view>

namespace mysync::cmd {

/// Asks on `err` and reads a line of standard input; true for `y` and `yes`. Throws Error:
/// Fault::usage when standard input is no terminal, with `instead` as what to do;
/// Fault::interrupted when a stop was requested before the answer came.
bool confirmed(std::FILE* err, Stop const& stop, std::string_view question,
               std::string_view instead);

} // namespace mysync::cmd
