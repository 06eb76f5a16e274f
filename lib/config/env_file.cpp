// The env file of config/environment.hpp.

#include "config/environment.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <optional>

namespace mysync::config {
namespace {

constexpr std::string_view blanks = " \t\r";

std::string_view trimmed(std::string_view text)
{
  auto const first = text.find_first_not_of(blanks);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

bool is_name(std::string_view text)
{
  auto const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";
  return !text.empty() && text.find_first_not_of(letters) == text.npos &&
         !(text[0] >= '0' && text[0] <= '9');
}

bool is_comment(std::string_view rest) { return rest.empty() || rest[0] == '#'; }

char unescaped(char c) noexcept
{
  if (c == 'n') return '\n';
  return c == 't' ? '\t' : c;
}

/// The value that starts with a quote; nothing when the quote does not end, or something follows
/// it.
std::optional<std::string> quoted_value(std::string_view text)
{
  auto const quote = text[0];
  std::string value;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == quote)
      return is_comment(trimmed(text.substr(i + 1))) ? std::optional(value) : std::nullopt;
    if (quote == '"' && text[i] == '\\' && i + 1 < text.size())
      value += unescaped(text[++i]);
    else
      value += text[i];
  }
  return std::nullopt;
}

std::optional<std::string> value_of(std::string_view text)
{
  text = trimmed(text);
  if (text.starts_with('"') || text.starts_with('\'')) return quoted_value(text);
  // A `#` inside a word belongs to it: passwords hold them.
  for (auto at = text.find('#'); at != text.npos; at = text.find('#', at + 1))
    if (at == 0 || blanks.find(text[at - 1]) != blanks.npos)
      return std::string(trimmed(text.substr(0, at)));
  return std::string(text);
}

void read_line(std::string_view line, Place const& place, Variables& variables, Problems& problems)
{
  line = trimmed(line);
  if (is_comment(line)) return;
  if (line.starts_with("export ")) line = trimmed(line.substr(7));
  auto const equals = line.find('=');
  auto const name = trimmed(line.substr(0, equals));
  // The line is not shown: it may hold a password.
  if (equals == line.npos || !is_name(name)) {
    problems.add(place, "write NAME=value");
    return;
  }
  auto const value = value_of(line.substr(equals + 1));
  if (!value || value->find('\0') != value->npos) {
    problems.add(place, std::string(name) + ": close the quote, and end the line after it");
    return;
  }
  auto at = place;
  at.variable = name;
  variables[std::string(name)] = {*value, at};
}

} // namespace

Variables read_env_file(std::string_view text, Place const& file, Problems& problems)
{
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  Variables variables;
  auto place = file;
  while (!text.empty()) {
    ++place.line;
    auto const end = std::min(text.find('\n'), text.size());
    read_line(text.substr(0, end), place, variables, problems);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return variables;
}

} // namespace mysync::config
