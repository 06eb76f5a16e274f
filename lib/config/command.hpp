#pragma once
// A program that prints a secret.

#include "config/rules.hpp"

#include <chrono>
#include <string>
#include <variant>
#include <vector>

namespace mysync::config {

/// The first line that `command` prints. It is run without a shell, with nothing to read; its
/// standard error is ours. The complaint names the program, never its arguments or its output.
std::variant<Secret, Complaint> first_line_of(std::vector<std::string> const& command,
                                              std::chrono::milliseconds limit);

} // namespace mysync::config
