#include "core/secret.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstring>
#include <string_view>

namespace mysync {
namespace {

constexpr std::string_view mask = "***";
constexpr auto none = std::string::npos;

bool is_space(char c) noexcept { return static_cast<unsigned char>(c) <= ' '; }

char lower(char c) noexcept
{
  return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

/// The userinfo ends at the *last* `@` before a space: a password that should have been
/// percent-encoded may hold `@` and `/`, and hiding too much of a message is the lesser evil.
void scrub_userinfo(std::string& text)
{
  for (auto at = text.find("://"); at != none; at = text.find("://", at)) {
    at += 3;
    auto const space =
        std::find_if(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), is_space);
    auto const end = static_cast<std::size_t>(space - text.begin());
    auto const sign = std::string_view(text).substr(0, end).rfind('@');
    auto const colon = text.find(':', at);
    if (sign == none || colon >= sign) continue;
    text.replace(colon + 1, sign - colon - 1, mask);
    at = colon + 1 + mask.size();
  }
}

std::size_t find_ignoring_case(std::string const& text, std::string_view word, std::size_t from)
{
  auto const found =
      std::search(text.begin() + static_cast<std::ptrdiff_t>(from), text.end(), word.begin(),
                  word.end(), [](char a, char b) { return lower(a) == b; });
  return found == text.end() ? none : static_cast<std::size_t>(found - text.begin());
}

std::size_t skip_spaces(std::string const& text, std::size_t at)
{
  while (at < text.size() && is_space(text[at])) ++at;
  return at;
}

/// Where the value that starts at `at` ends: behind its quotes, or at a space or `&`.
std::size_t value_end(std::string const& text, std::size_t at)
{
  if (at < text.size() && (text[at] == '"' || text[at] == '\'')) {
    auto const close = text.find(text[at], at + 1);
    return close == none ? text.size() : close + 1;
  }
  while (at < text.size() && !is_space(text[at]) && text[at] != '&') ++at;
  return at;
}

/// `tlsCertificateKeyFilePassword=` of a MongoDB URI ends in the first of these words too.
void scrub_assignments(std::string& text)
{
  for (std::string_view const word : std::array<std::string_view, 3>{"password", "passwd", "pwd"}) {
    for (auto at = find_ignoring_case(text, word, 0); at != none;
         at = find_ignoring_case(text, word, at)) {
      at = skip_spaces(text, at + word.size());
      if (at >= text.size() || text[at] != '=') continue;
      at = skip_spaces(text, at + 1);
      text.replace(at, value_end(text, at) - at, mask);
      at += mask.size();
    }
  }
}

} // namespace

Secret::~Secret()
{
  // To the capacity: a short string that was moved from keeps its characters behind the end.
  value_.resize(value_.capacity());
  explicit_bzero(value_.data(), value_.size());
}

std::string scrubbed(std::string text)
{
  scrub_userinfo(text);
  scrub_assignments(text);
  return text;
}

} // namespace mysync
