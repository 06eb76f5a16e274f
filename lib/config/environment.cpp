#include "config/environment.hpp"

#include "core/parse_number.hpp"
#include "core/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace mysync::config {
namespace {

std::string folded(std::string_view text, int (*fold)(int))
{
  std::string out(text);
  for (char& c : out) c = static_cast<char>(fold(static_cast<unsigned char>(c)));
  return out;
}

bool all_digits(std::string_view text)
{
  return !text.empty() && text.find_first_not_of("0123456789") == text.npos;
}

void read_whole(Node& node, std::string const& text)
{
  if (auto const number = parse_number<std::int64_t>(text)) node.value = *number;
}

void read_flag(Node& node, std::string const& text)
{
  auto const word = folded(text, std::tolower);
  auto const is_one_of = [&word](std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  if (is_one_of({"true", "yes", "on", "1"})) node.value = true;
  if (is_one_of({"false", "no", "off", "0"})) node.value = false;
}

void read_list(Node& node, std::string_view text)
{
  Node::List list;
  for (;;) {
    auto const comma = text.find(',');
    auto const item = text.substr(0, comma);
    auto const first = std::min(item.find_first_not_of(" \t"), item.size());
    auto const last = item.find_last_not_of(" \t");
    list.push_back(
        {std::string(item.substr(first, last == item.npos ? 0 : last - first + 1)), node.place});
    if (comma == text.npos) break;
    text.remove_prefix(comma + 1);
  }
  node.value = std::move(list);
}

/// The text of a variable as the value that its key takes; text that does not fit stays text, about
/// which the key complains.
Node node_of(VariableValue const& variable, Kind kind, std::string_view unit)
{
  auto const& text = variable.value;
  Node node{text, variable.place, text};
  switch (kind) {
  case Kind::whole: read_whole(node, text); break;
  case Kind::flag: read_flag(node, text); break;
  case Kind::list: read_list(node, text); break;
  case Kind::duration:
    if (all_digits(text)) node.value = fmt::format("{}{}", text, unit);
    break;
  default: break;
  }
  return node;
}

void apply_key(Draft& draft, Key const& key, VariableValue const& variable, std::size_t rank)
{
  auto node = node_of(variable, key.rule.kind, key.unit);
  node.place.rank = rank;
  if (!is_utf8(variable.value))
    draft.problems.add(node.place, "it is not UTF-8");
  else
    land(draft, key, node);
}

/// The table that the upper-case word in SYNC_<TABLE>_COLLECTION means: one that is configured or
/// listed, whatever its case, else its lower-case name.
std::string table_meant(Config const& config, std::string const& word)
{
  for (auto const& table : config.tables)
    if (folded(table.name, std::toupper) == word) return table.name;
  for (auto const& pattern : config.sync.tables)
    if (folded(pattern, std::toupper) == word) return pattern;
  return folded(word, std::tolower);
}

bool is_wanted(Sync const& sync, std::string const& table)
{
  auto const matches = [&table](std::string const& pattern) {
    return matches_glob(pattern, table);
  };
  return std::any_of(sync.tables.begin(), sync.tables.end(), matches) &&
         std::none_of(sync.exclude.begin(), sync.exclude.end(), matches);
}

void apply_collection(Draft& draft, std::string const& word, VariableValue const& variable,
                      std::size_t rank)
{
  if (!is_utf8(word) || !is_utf8(variable.value))
    return draft.problems.add(variable.place, "it is not UTF-8");
  auto& tables = draft.config.tables;
  auto const name = table_meant(draft.config, word);
  auto const found = std::find_if(tables.begin(), tables.end(),
                                  [&name](Table const& table) { return table.name == name; });
  auto const index = static_cast<std::size_t>(found - tables.begin());
  if (found == tables.end()) {
    // The variable names a collection; it does not ask for the table.
    if (!is_wanted(draft.config.sync, name)) {
      draft.config.warnings.push_back(fmt::format("{}: table {} is not among the tables to sync",
                                                  variable.place.text(), escaped(name)));
      return;
    }
    tables.emplace_back().name = name;
    tables.back().origin = variable.place.text();
  }
  Node node{variable.value, variable.place, variable.value};
  node.place.rank = rank;
  land(draft, *find_key(Section::table, "collection"), node, index);
}

} // namespace

Variables over(std::map<std::string, std::string> const& environment, Variables variables)
{
  for (auto const& [name, value] : environment) {
    if (value.empty() && variables.contains(name)) continue;
    Place place;
    place.variable = name;
    variables[name] = {value, place};
  }
  return variables;
}

void apply_environment(Draft& draft, Variables const& variables, std::size_t rank)
{
  for (auto const& key : keys()) {
    if (key.variable.empty()) continue;
    auto const found = variables.find(key.variable);
    if (found != variables.end() && !found->second.value.empty())
      apply_key(draft, key, found->second, rank);
  }
  constexpr std::string_view prefix = "SYNC_", suffix = "_COLLECTION";
  for (auto const& [name, variable] : variables) {
    if (name.size() <= prefix.size() + suffix.size() || !name.starts_with(prefix) ||
        !name.ends_with(suffix) || variable.value.empty())
      continue;
    auto const word = name.substr(prefix.size(), name.size() - prefix.size() - suffix.size());
    apply_collection(draft, word, variable, rank);
  }
}

} // namespace mysync::config
