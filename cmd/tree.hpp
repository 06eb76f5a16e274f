#pragma once
// The command tree: which words and options there are, and what is said to those there are not.

#include "cmd/command.hpp"

#include <CLI/CLI.hpp>

#include <string>
#include <variant>
#include <vector>

namespace mysync::cmd {

class Tree {
public:
  Tree();
  Tree(Tree const&) = delete;
  Tree& operator=(Tree const&) = delete;

  /// What a command line comes to: a command with its options, or a text to print (--help,
  /// --version).
  using Parsed = std::variant<Command const*, std::string>;

  /// Throws Error (Fault::usage) that names the word, the nearest known one and where to read more.
  Parsed parse(int argc, char const* const* argv);
  GlobalOptions const& global() const noexcept { return global_; }
  CLI::App const& app() const noexcept { return app_; }

private:
  void add_global_options();
  CLI::App const& chosen() const;
  std::string unexpected() const;

  CLI::App app_;
  GlobalOptions global_;
  bool version_ = false;
  std::vector<Command> commands_;
};

/// What --version prints: ours and the client libraries'.
std::string version_text();

} // namespace mysync::cmd
