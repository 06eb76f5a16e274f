#include "config/node.hpp"

#include "core/secret.hpp"
#include "core/text.hpp"
#include "core/utf8.hpp"

#include <fmt/format.h>

namespace mysync::config {
namespace {

/// A message is a line: more of a long text helps nobody.
constexpr std::size_t longest_shown = 60;

std::string cut(std::string_view text)
{
  if (text.size() <= longest_shown) return std::string(text);
  std::size_t end = 0;
  while (end < longest_shown) end += std::max<std::size_t>(utf8_size(text.substr(end)), 1);
  return std::string(text.substr(0, end)) + "…";
}

} // namespace

std::string shown(Node const& node)
{
  if (auto const* text = node.as<std::string>())
    return fmt::format("\"{}\"", escaped(cut(scrubbed(*text))));
  if (auto const* whole = node.as<std::int64_t>()) return fmt::to_string(*whole);
  if (auto const* real = node.as<double>()) return fmt::to_string(*real);
  if (auto const* flag = node.as<bool>()) return *flag ? "true" : "false";
  return {};
}

} // namespace mysync::config
