#include "cmd/help.hpp"

#include "cmd/exit_status.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <utility>
#include <vector>

namespace mysync::cmd {
namespace {

constexpr std::size_t line_width = 80;

struct Entry {
  std::string name, meaning;
};

/// `text` in lines of at most `width`, broken between words.
std::vector<std::string> wrapped(std::string const& text, std::size_t width)
{
  std::vector<std::string> lines(1);
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    if (!lines.back().empty() && lines.back().size() + 1 + word.size() > width)
      lines.emplace_back();
    lines.back() += (lines.back().empty() ? "" : " ") + word;
  }
  return lines;
}

/// Names on the left, their meanings in one column on the right.
std::string list(std::vector<Entry> const& entries)
{
  std::size_t widest = 0;
  for (auto const& entry : entries) widest = std::max(widest, entry.name.size());
  auto const column = 2 + widest + 2;
  std::string text;
  for (auto const& [name, meaning] : entries) {
    auto label = "  " + name;
    for (auto const& line : wrapped(meaning, line_width - column)) {
      text += fmt::format("{:<{}}{}\n", label, column, line);
      label.clear();
    }
  }
  return text;
}

std::string section(std::string_view title, std::string const& body)
{
  return body.empty() ? "" : fmt::format("\n{}\n{}", title, body);
}

std::string label(CLI::Option const& option)
{
  std::string text;
  for (auto const& name : option.get_snames()) text += "-" + name + ", ";
  for (auto const& name : option.get_lnames()) text += "--" + name;
  auto const type = option.get_items_expected_max() > 0 ? option.get_type_name() : "";
  return type.empty() ? text : text + " " + type;
}

/// A branch has a help flag of its own, which is listed with the tree's.
std::string options(CLI::App const& branch)
{
  std::vector<Entry> entries;
  for (auto const* option : branch.get_options()) {
    auto const repeated = branch.get_parent() != nullptr && option == branch.get_help_ptr();
    if (option->nonpositional() && !repeated)
      entries.push_back({label(*option), option->get_description()});
  }
  return list(entries);
}

std::string commands(CLI::App const& tree)
{
  std::vector<Entry> entries;
  for (auto const* branch : tree.get_subcommands([](CLI::App const*) { return true; }))
    entries.push_back({branch->get_name(), branch->get_description()});
  return list(entries);
}

std::string examples(CLI::App const& branch)
{
  std::string text;
  std::istringstream lines(branch.get_footer());
  for (std::string line; std::getline(lines, line);) text += "  " + line + '\n';
  return text;
}

std::string statuses()
{
  std::vector<Entry> entries;
  entries.reserve(exit_statuses.size());
  for (auto const& status : exit_statuses)
    entries.push_back({std::to_string(status.code), std::string(status.meaning)});
  return list(entries);
}

std::string usage(CLI::App const& branch)
{
  if (branch.get_parent() == nullptr) return "usage: mysync [OPTION…] COMMAND [TABLE…]\n";
  std::string words;
  for (auto const* option : branch.get_options()) {
    if (!option->get_positional()) continue;
    auto const& name = option->get_type_name();
    auto const word = name.empty() ? std::string("TABLE…") : name;
    words += option->get_required() ? " " + word : fmt::format(" [{}]", word);
  }
  return fmt::format("usage: mysync {}{} [OPTION…]\n", branch.get_name(), words);
}

std::string about(CLI::App const& branch)
{
  return fmt::format("mysync {}: {}\n", branch.get_name(), branch.get_description());
}

} // namespace

std::string help(CLI::App const& branch)
{
  auto const* const tree = branch.get_parent();
  auto const anywhere = "GLOBAL OPTIONS (before or after the command)";
  auto text = tree == nullptr ? branch.get_description() + '\n' : about(branch);
  text += '\n' + usage(branch);
  if (tree == nullptr) {
    text += section("COMMANDS", commands(branch)) + section(anywhere, options(branch));
  } else {
    text += section("OPTIONS", options(branch)) + section(anywhere, options(*tree));
  }
  return text + section("EXAMPLES", examples(branch)) + section("EXIT STATUS", statuses());
}

std::string short_help(CLI::App const& tree)
{
  return usage(tree) + '\n' + commands(tree) + "\nmysync --help says more\n";
}

} // namespace mysync::cmd
