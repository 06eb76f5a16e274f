#include "config/parse.hpp"

#include "config/expand.hpp"
#include "config/toml.hpp"
#include "core/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace mysync::config {
namespace {

constexpr std::array sections{Section::mysql, Section::mongodb, Section::sync, Section::table};

/// `[[table]]` without its brackets.
std::string_view bare(Section section)
{
  auto name = section_name(section);
  name.remove_prefix(name.find_first_not_of('['));
  return name.substr(0, name.find(']'));
}

/// Where keys are being read: a section, or one entry of [[table]].
struct Scope {
  Section section;
  std::optional<std::size_t> table = {};
  std::string title = {}; ///< `[mysql]`, `[[table]] orders`
};

/// The keys that may follow `prefix` (empty or ending in a dot), each up to its next dot.
std::vector<std::string> known_below(Section section, std::string_view prefix)
{
  std::vector<std::string> names;
  for (auto const& key : keys()) {
    if (key.section != section || !key.name.starts_with(prefix)) continue;
    auto const rest = key.name.substr(prefix.size());
    std::string name(key.name.substr(0, prefix.size() + std::min(rest.find('.'), rest.size())));
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return names;
}

std::string unknown_key(Scope const& scope, std::string const& prefix, std::string const& name)
{
  auto text = fmt::format("unknown key '{}' in {}", escaped(name), scope.title);
  if (auto const near = closest(name, known_below(scope.section, prefix)))
    return fmt::format("{}; did you mean '{}'?", text, *near);
  for (auto const section : sections)
    if (find_key(section, name) != nullptr)
      return fmt::format("{}; it belongs to {}", text, section_name(section));
  return text;
}

void walk_keys(Draft& draft, Scope const& scope, Node::Table const& entries,
               std::string const& prefix = {})
{
  for (auto const& [part, place, node] : entries) {
    auto const name = prefix + part;
    if (auto const* key = find_key(scope.section, name)) {
      if (key->supported())
        land(draft, *key, node, scope.table);
      else
        draft.problems.add(place,
                           fmt::format("'{}' in {} is not supported yet", name, scope.title));
    } else if (known_below(scope.section, name + ".").empty()) {
      draft.problems.add(place, unknown_key(scope, prefix, name));
    } else if (auto const* below = node.as<Node::Table>()) {
      walk_keys(draft, scope, *below, name + ".");
    } else {
      draft.problems.add(
          node.place,
          fmt::format("{}: write a table such as {} = {{ {} = … }}", name, name,
                      known_below(scope.section, name + ".").front().substr(name.size() + 1)));
    }
  }
}

Node const* find(Node::Table const& entries, std::string_view key)
{
  auto const found = std::find_if(entries.begin(), entries.end(),
                                  [key](Entry const& entry) { return entry.key == key; });
  return found == entries.end() ? nullptr : &found->node;
}

/// The index of the configuration's table of this name, which is added when it is new.
std::size_t table_named(Config& config, std::string const& name, Place const& place)
{
  auto& tables = config.tables;
  auto const found = std::find_if(tables.begin(), tables.end(),
                                  [&](Table const& table) { return table.name == name; });
  if (found != tables.end()) return static_cast<std::size_t>(found - tables.begin());
  tables.emplace_back().name = name;
  tables.back().origin = place.text();
  return tables.size() - 1;
}

void walk_table(Draft& draft, Node const& node, std::map<std::string, Place>& seen)
{
  auto const* entries = node.as<Node::Table>();
  auto const* name = entries == nullptr ? nullptr : find(*entries, "name");
  auto const* text = name == nullptr ? nullptr : name->as<std::string>();
  if (name != nullptr && name->broken) return;
  if (text == nullptr || text->empty()) {
    draft.problems.add(name == nullptr ? node.place : name->place,
                       R"(a [[table]] needs its name, such as name = "orders")");
    return;
  }
  auto const [first, is_new] = seen.emplace(*text, name->place);
  if (!is_new) {
    draft.problems.add(name->place,
                       fmt::format("[[table]] {} stands here twice; the first is at {}",
                                   escaped(*text), first->second.text()));
    return;
  }
  auto const index = table_named(draft.config, *text, node.place);
  walk_keys(draft, {Section::table, index, "[[table]] " + escaped(*text)}, *entries);
}

void walk_tables(Draft& draft, Node const& node)
{
  auto const* list = node.as<Node::List>();
  if (list == nullptr) {
    draft.problems.add(node.place,
                       "write [[table]] in two pairs of brackets: there may be several");
    return;
  }
  std::map<std::string, Place> seen;
  for (auto const& element : *list) walk_table(draft, element, seen);
}

std::string unknown_section(std::string const& name, Node const& node)
{
  if (node.as<Node::Table>() == nullptr && node.as<Node::List>() == nullptr) {
    for (auto const section : sections)
      if (find_key(section, name) != nullptr)
        return fmt::format("key '{}' stands outside of a section; it belongs to {}", escaped(name),
                           section_name(section));
    return fmt::format("unknown key '{}' outside of a section", escaped(name));
  }
  std::vector<std::string> names;
  names.reserve(std::size(sections));
  for (auto const section : sections) names.emplace_back(bare(section));
  auto const near = closest(name, names);
  return fmt::format("unknown section '{}'{}", escaped(name),
                     near ? fmt::format("; did you mean '{}'?", *near) : "");
}

void walk_section(Draft& draft, Entry const& entry)
{
  auto const section = std::find_if(sections.begin(), sections.end(),
                                    [&](Section each) { return bare(each) == entry.key; });
  if (section == sections.end()) {
    draft.problems.add(entry.place, unknown_section(entry.key, entry.node));
  } else if (*section == Section::table) {
    walk_tables(draft, entry.node);
  } else if (auto const* entries = entry.node.as<Node::Table>()) {
    walk_keys(draft, {*section, {}, std::string(section_name(*section))}, *entries);
  } else {
    draft.problems.add(entry.place,
                       fmt::format("write {} as a section, once", section_name(*section)));
  }
}

} // namespace

bool parse(Draft& draft, std::string_view text, Place const& file, Variables const& variables)
{
  auto entries = read_toml(text, file, draft.problems);
  if (!entries) return false;
  for (auto& entry : *entries) {
    expand(entry.node, variables, draft.problems);
    walk_section(draft, entry);
  }
  return true;
}

} // namespace mysync::config
