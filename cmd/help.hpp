#pragma once
// --help, made from the command tree and the table of exit statuses.

#include <CLI/CLI.hpp>

#include <string>

namespace mysync::cmd {

/// Of the whole program, or of one command (a branch of the tree).
std::string help(CLI::App const& branch);

/// What somebody sees who typed nothing.
std::string short_help(CLI::App const& tree);

} // namespace mysync::cmd
