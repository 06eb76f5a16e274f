#include "cmd/command.hpp"

#include "core/text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace mysync::cmd {

CLI::Validator one_of(std::vector<std::string> words)
{
  auto const names = fmt::format("{}", fmt::join(words, ", "));
  return {[words = std::move(words), names](std::string& word) {
            auto const known = std::ranges::find(words, word) != words.end();
            return known ? std::string() : fmt::format("'{}' is none of {}", escaped(word), names);
          },
          ""};
}

CLI::Validator a_duration()
{
  return {[](std::string& text) {
            if (parse_duration(text)) return std::string();
            return fmt::format("'{}' is no duration: write one such as 50m or 1h30m",
                               escaped(text));
          },
          ""};
}

CLI::Option* add_tables(CLI::App& branch, std::vector<std::string>& tables)
{
  // What `"$TABLE"` is with an unset variable must not be taken for a name, nor for all tables.
  auto const not_empty = [](std::string const& name) {
    return std::string(name.empty() ? "a table's name is empty" : "");
  };
  return branch.add_option("TABLE", tables)->type_name("")->check(CLI::Validator(not_empty, ""));
}

} // namespace mysync::cmd
