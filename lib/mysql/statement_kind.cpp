#include "mysql/statement_kind.hpp"

#include <algorithm>
#include <array>

namespace mysync::mysql {

namespace {

// WITH may begin an UPDATE, SET and DO may call a function that writes, CALL and EXECUTE do what
// they like, and MariaDB's ANALYZE executes the statement it looks at: none of them is here. A
// SELECT may call such a function too, but every report and every backup is one; what it writes is
// found by its transaction.
constexpr std::array<std::string_view, 12> reading{"select",  "show",     "describe", "desc",
                                                   "explain", "use",      "kill",     "help",
                                                   "commit",  "rollback", "table",    "values"};

std::string_view behind(std::string_view text, std::string_view end) noexcept
{
  auto const at = text.find(end);
  return at == std::string_view::npos ? std::string_view{} : text.substr(at + end.size());
}

/// What is executed of `/*!50003 SELECT …` or `/*M!100100 …`, whose text is a statement's.
std::string_view behind_version(std::string_view text) noexcept
{
  auto const at = text.find_first_not_of("0123456789");
  return at == std::string_view::npos ? std::string_view{} : text.substr(at);
}

/// Without the blanks, parentheses and comments it begins with.
std::string_view first_word_on(std::string_view text) noexcept
{
  for (;;) {
    auto const at = text.find_first_not_of(" \t\r\n\f\v(");
    if (at == std::string_view::npos) return {};
    text = text.substr(at);
    if (text.starts_with("/*!"))
      text = behind_version(text.substr(3));
    else if (text.starts_with("/*M!"))
      text = behind_version(text.substr(4));
    else if (text.starts_with("/*"))
      text = behind(text.substr(2), "*/");
    else if (text.starts_with("#") || text.starts_with("--"))
      text = behind(text, "\n");
    else
      return text;
  }
}

bool is_letter(char c) noexcept
{
  auto const lower = static_cast<char>(c | 0x20);
  return (lower >= 'a' && lower <= 'z') || c == '_';
}

} // namespace

bool may_write(std::string_view statement) noexcept
{
  auto const text = first_word_on(statement);
  auto const end = std::ranges::find_if_not(text, is_letter);
  auto const word = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  auto const same = [](char a, char b) { return static_cast<char>(a | 0x20) == b; };
  return std::ranges::none_of(
      reading, [&](auto const& known) { return std::ranges::equal(word, known, same); });
}

} // namespace mysync::mysql
