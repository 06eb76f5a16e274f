#include "mysql/innodb_status.hpp"

#include <charconv>
#include <string>

namespace mysync::mysql {

namespace {

constexpr std::string_view list_begins = "LIST OF TRANSACTIONS FOR EACH SESSION:";
constexpr std::string_view entry_begins = "---TRANSACTION ";

std::optional<std::uint64_t> number_behind(std::string_view text, std::string_view words)
{
  auto const at = text.find(words);
  if (at == std::string_view::npos) return std::nullopt;
  text.remove_prefix(at + words.size());
  std::uint64_t number = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), number).ec != std::errc{})
    return std::nullopt;
  return number;
}

/// `---TRANSACTION 1796, ACTIVE (PREPARED) 93 sec recovered trx`
std::optional<std::uint64_t> age(std::string_view first_line)
{
  auto const active = first_line.find(", ACTIVE ");
  auto const end = first_line.find(" sec", active == std::string_view::npos ? 0 : active);
  if (active == std::string_view::npos || end == std::string_view::npos) return std::nullopt;
  auto const begin = first_line.rfind(' ', end - 1);
  if (begin == std::string_view::npos) return std::nullopt;
  return number_behind(first_line.substr(begin, end - begin), " ");
}

} // namespace

std::optional<std::vector<StatusTransaction>> changing_transactions(std::string_view status)
{
  auto const list = status.find(list_begins);
  bool const cut = status.find("... truncated...") != std::string_view::npos ||
                   status.find("END OF INNODB MONITOR OUTPUT") == std::string_view::npos;
  if (list == std::string_view::npos || cut) return std::nullopt;
  std::vector<StatusTransaction> found;
  auto rest = status.substr(list);
  for (auto at = rest.find(entry_begins); at != std::string_view::npos;) {
    auto const next = rest.find(entry_begins, at + entry_begins.size());
    auto const entry = rest.substr(at, next == std::string_view::npos ? next : next - at);
    at = next;
    if (number_behind(entry, "undo log entries ").value_or(0) == 0) continue;
    auto const seconds = age(entry.substr(0, entry.find('\n')));
    if (!seconds) return std::nullopt;
    found.push_back({number_behind(entry, " thread id ").value_or(0), *seconds});
  }
  return found;
}

} // namespace mysync::mysql
