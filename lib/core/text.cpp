#include "core/text.hpp"

#include "core/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <vector>

namespace mysync {
namespace {

/// Edit distance that counts two swapped neighbours as one slip (optimal string alignment).
std::size_t slips(std::string_view a, std::string_view b)
{
  std::vector<std::size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      auto const change = above[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, above);
    std::swap(above, row);
  }
  return above[b.size()];
}

bool is_control(std::string_view character) noexcept
{
  auto const first = static_cast<unsigned char>(character[0]);
  if (character.size() == 1) return first < 0x20 || first == 0x7F;
  // U+0080 to U+009F: some terminals obey them as they obey ESC.
  return character.size() == 2 && first == 0xC2 && static_cast<unsigned char>(character[1]) < 0xA0;
}

void append_escaped(std::string& out, std::string_view bytes)
{
  for (char const c : bytes) {
    switch (c) {
    case '\n': out += "\\n"; break;
    case '\r': out += "\\r"; break;
    case '\t': out += "\\t"; break;
    default: out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    }
  }
}

} // namespace

bool is_utf8(std::string_view bytes) noexcept
{
  constexpr std::uint64_t high_bits = 0x8080808080808080;
  std::size_t at = 0;
  while (at < bytes.size()) {
    std::uint64_t eight = 0;
    if (bytes.size() - at >= sizeof eight) {
      std::memcpy(&eight, bytes.data() + at, sizeof eight);
      if ((eight & high_bits) == 0) {
        at += sizeof eight;
        continue;
      }
    }
    if (static_cast<unsigned char>(bytes[at]) < 0x80) {
      ++at;
      continue;
    }
    auto const size = utf8_size(bytes.substr(at));
    if (size == 0) return false;
    at += size;
  }
  return true;
}

bool matches_glob(std::string_view pattern, std::string_view text) noexcept
{
  auto const none = std::string_view::npos;
  std::size_t p = 0, t = 0, star = none, taken = 0;
  while (t < text.size()) {
    auto const size = std::max<std::size_t>(utf8_size(text.substr(t)), 1);
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      taken = t;
    } else if (p < pattern.size() && pattern[p] == '?') {
      ++p;
      t += size;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != none) {
      // The last star takes one character more; earlier stars need no second try.
      taken += std::max<std::size_t>(utf8_size(text.substr(taken)), 1);
      p = star + 1;
      t = taken;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == none;
}

std::optional<std::string> closest(std::string_view word, std::span<std::string const> candidates)
{
  // One slip in three letters is still the same word to the eye; in two letters none is.
  auto best = word.size() / 3 + 1;
  std::optional<std::string> nearest;
  for (auto const& candidate : candidates) {
    auto const longer = std::max(word.size(), candidate.size());
    auto const shorter = std::min(word.size(), candidate.size());
    if (longer - shorter >= best) continue;
    auto const distance = slips(word, candidate);
    if (distance >= best) continue;
    best = distance;
    nearest = candidate;
  }
  return nearest;
}

std::optional<std::string> meant(std::string_view name, std::span<std::string const> names)
{
  if (std::ranges::find(names, name) != names.end()) return std::string(name);
  auto const lower = [](unsigned char c) { return c >= 'A' && c <= 'Z' ? c + 32 : int{c}; };
  auto const same = [&](std::string const& other) {
    return std::ranges::equal(name, other, {}, lower, lower);
  };
  auto const found = std::ranges::find_if(names, same);
  if (found == names.end() || std::find_if(found + 1, names.end(), same) != names.end())
    return std::nullopt;
  return *found;
}

std::string escaped(std::string_view text)
{
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    auto const size = utf8_size(text);
    auto const character = text.substr(0, std::max<std::size_t>(size, 1));
    if (size == 0 || is_control(character))
      append_escaped(out, character);
    else
      out += character;
    text.remove_prefix(character.size());
  }
  return out;
}

std::string grouped(std::uint64_t number)
{
  auto digits = std::to_string(number);
  for (auto at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, 1, ',');
  }
  return digits;
}

} // namespace mysync
