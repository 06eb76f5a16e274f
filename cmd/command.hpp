#pragma once
// One branch of the command tree: its words and options, and what it does.

#include "cmd/compose.hpp"

#include <CLI/CLI.hpp>

#include <functional>
#include <string>
#include <vector>

namespace mysync::cmd {

struct Command {
  CLI::App* branch;
  std::function<int(Composition&)> act; ///< returns the exit status
};

// Each adds its branch to the tree. The footer of a branch is its examples, for --help.
Command add_run(CLI::App& tree);
Command add_discover(CLI::App& tree);
Command add_status(CLI::App& tree);
Command add_reset_watermark(CLI::App& tree);
Command add_verify(CLI::App& tree);
Command add_pause(CLI::App& tree);
Command add_resume(CLI::App& tree);
Command add_quarantine(CLI::App& tree);
Command add_check(CLI::App& tree);

/// A check for options that take one word of a few; its complaint names them.
CLI::Validator one_of(std::vector<std::string> words);

/// A check for options that take a time such as 50m.
CLI::Validator a_duration();

/// `[TABLE…]`, shared by all commands.
CLI::Option* add_tables(CLI::App& branch, std::vector<std::string>& tables);

} // namespace mysync::cmd
