#include "config/toml.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace mysync::config {
namespace {

Place at(Place place, toml::source_region const& region)
{
  place.line = region.begin.line;
  place.column = region.begin.column;
  return place;
}

Node node_of(toml::node const& node, Place const& file);

Node::Table entries_of(toml::table const& table, Place const& file)
{
  Node::Table entries;
  for (auto const& [key, node] : table)
    entries.push_back({std::string(key.str()), at(file, key.source()), node_of(node, file)});
  return entries;
}

Node node_of(toml::node const& node, Place const& file)
{
  Node out{{}, at(file, node.source())};
  if (auto const* text = node.as_string()) {
    out.value = text->get();
    out.raw = text->get();
  } else if (auto const* whole = node.as_integer()) {
    out.value = whole->get();
  } else if (auto const* real = node.as_floating_point()) {
    out.value = real->get();
  } else if (auto const* flag = node.as_boolean()) {
    out.value = flag->get();
  } else if (auto const* table = node.as_table()) {
    out.value = entries_of(*table, file);
  } else if (auto const* array = node.as_array()) {
    Node::List list;
    for (auto const& element : *array) list.push_back(node_of(element, file));
    out.value = std::move(list);
  }
  return out;
}

std::string_view line_of(std::string_view text, unsigned number)
{
  for (; number > 1 && text.find('\n') != text.npos; --number)
    text.remove_prefix(text.find('\n') + 1);
  return text.substr(0, text.find('\n'));
}

/// The library quotes what it could not read, so its words about such a line may hold a secret.
bool may_hold_secret(std::string_view line)
{
  constexpr std::array<std::string_view, 3> words{"password", "uri", "://"};
  return std::any_of(words.begin(), words.end(), [line](std::string_view word) {
    auto const same = [](char a, char b) {
      return std::tolower(static_cast<unsigned char>(a)) == b;
    };
    return std::search(line.begin(), line.end(), word.begin(), word.end(), same) != line.end();
  });
}

} // namespace

std::optional<Node::Table> read_toml(std::string_view text, Place const& file, Problems& problems)
{
  try {
    return entries_of(toml::parse(text, std::string_view(file.file)), file);
  } catch (toml::parse_error const& error) {
    auto const place = at(file, error.source());
    auto const secret = may_hold_secret(line_of(text, place.line));
    problems.add(place, secret ? "this is no TOML value; write text in quotes"
                               : "this is no TOML: " + std::string(error.description()));
    return std::nullopt;
  }
}

} // namespace mysync::config
