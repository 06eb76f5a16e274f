#include "config/draft.hpp"

#include <fmt/format.h>

#include <array>

namespace mysync::config {
namespace {

std::string place_key(Section section, std::string_view key, std::string_view table)
{
  // NUL is refused in every text, so that no table's name can imitate another table's key.
  return fmt::format("{}{}{}{}", section_name(section), table, '\0', key);
}

std::string misfit(Key const& key, Node const& node, Complaint const& complaint)
{
  auto const value = key.hidden() ? std::string() : shown(node);
  auto const kind = key.rule.kind;
  auto const bare = kind == Kind::whole || kind == Kind::real || kind == Kind::flag;
  auto const in_file = node.place.variable.empty();
  return fmt::format("{}{}{}: {}{}", key.name, value.empty() ? "" : " = ", value, complaint.hint,
                     bare && in_file && node.as<std::string>() ? ", without quotes" : "");
}

/// Of the members that were given, the one from the latest source; two from one source are a
/// problem.
std::string_view latest(Draft& draft, std::span<std::string_view const> members)
{
  std::string_view chosen;
  Place chosen_place;
  for (auto const member : members) {
    auto const place = place_of(draft, Section::mysql, member);
    if (place.rank == 0) continue;
    if (!chosen.empty() && place.rank == chosen_place.rank)
      draft.problems.add(place, fmt::format("'{}' and '{}' in [mysql] exclude each other; "
                                            "keep one of them",
                                            member, chosen));
    if (chosen.empty() || place.rank >= chosen_place.rank) {
      chosen = member;
      chosen_place = place;
    }
  }
  return chosen;
}

} // namespace

void land(Draft& draft, Key const& key, Node const& node, std::optional<std::size_t> table)
{
  auto* const entry = table ? &draft.config.tables[*table] : nullptr;
  // Also where the value is no good: that it was given is known, and one problem is enough.
  draft.places[place_key(key.section, key.name, entry == nullptr ? "" : entry->name)] = node.place;
  if (node.broken) return;
  if (key.rule.kind == Kind::secret && holds_password(key, node.raw) && !node.place.file.empty())
    draft.holding_passwords.insert(node.place.file);
  if (auto const complaint = key.rule.land({draft.config, draft.asked, entry}, node))
    draft.problems.add(node.place, misfit(key, node, *complaint));
}

Place place_of(Draft const& draft, Section section, std::string_view key, std::string_view table)
{
  auto const found = draft.places.find(place_key(section, key, table));
  return found == draft.places.end() ? Place{} : found->second;
}

void settle(Draft& draft)
{
  auto const address = latest(draft, std::array<std::string_view, 2>{"host", "socket"});
  if (address == "host") draft.config.mysql.socket.clear();
  auto const secret = latest(
      draft, std::array<std::string_view, 3>{"password", "password_file", "password_command"});
  if (secret != "password") draft.asked.password = {};
  if (secret != "password_file") draft.asked.password_file.clear();
  if (secret != "password_command") draft.asked.password_command.clear();
}

bool holds_password(Key const& key, std::string_view text)
{
  if (key.section == Section::mongodb) {
    auto const sign = text.rfind('@');
    auto const colon = text.find(':', text.find("://") == text.npos ? 0 : text.find("://") + 3);
    if (sign == text.npos || colon >= sign) return false;
    text = text.substr(colon + 1, sign - colon - 1);
  }
  if (text.empty()) return false;
  auto const is_variable = text.starts_with("${") && text.find('}') == text.size() - 1;
  return !is_variable || (text.find(":-") != text.npos && !text.ends_with(":-}"));
}

} // namespace mysync::config
