#include "report/layout.hpp"

#include "core/text.hpp"
#include "core/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace mysync::report {
namespace {

/// The octets of the colour sequence (ESC [ … m) that `text` begins with; 0 when it begins
/// otherwise.
std::size_t colour_size(std::string_view text) noexcept
{
  if (!text.starts_with("\x1b[")) return 0;
  auto const end = text.find('m');
  return end == std::string_view::npos ? 0 : end + 1;
}

std::vector<std::size_t> widths(std::size_t count, std::span<std::vector<std::string> const> rows)
{
  std::vector<std::size_t> result(count);
  for (auto const& row : rows)
    for (std::size_t i = 0; i < row.size() && i < count; ++i)
      result[i] = std::max(result[i], display_width(row[i]));
  return result;
}

std::string padded(std::string const& cell, std::size_t width, Align align)
{
  std::string const room(width - std::min(width, display_width(cell)), ' ');
  return align == Align::right ? room + cell : cell + room;
}

} // namespace

std::string painted(std::string_view text, Tone tone, Colour colour)
{
  if (colour == Colour::off || text.empty()) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", tone == Tone::failure ? "31" : "33", text);
}

std::size_t display_width(std::string_view text) noexcept
{
  std::size_t width = 0;
  while (!text.empty()) {
    if (auto const skipped = colour_size(text)) {
      text.remove_prefix(skipped);
      continue;
    }
    text.remove_prefix(std::max<std::size_t>(utf8_size(text), 1));
    ++width;
  }
  return width;
}

std::vector<std::string> columns(std::span<Align const> aligns,
                                 std::span<std::vector<std::string> const> rows, std::size_t indent)
{
  auto const wide = widths(aligns.size(), rows);
  std::vector<std::string> lines;
  lines.reserve(rows.size());
  for (auto const& row : rows) {
    std::string line(indent, ' ');
    for (std::size_t i = 0; i < row.size() && i < aligns.size(); ++i) {
      if (wide[i] == 0) continue;
      if (line.size() > indent) line += "  ";
      line += padded(row[i], wide[i], aligns[i]);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    lines.push_back(std::move(line));
  }
  return lines;
}

std::string counted(std::uint64_t number, std::string_view one, std::string_view many)
{
  return fmt::format("{} {}", grouped(number), number == 1 ? one : many);
}

std::string listed(std::span<std::string const> parts)
{
  std::string text;
  for (auto const& part : parts) {
    if (part.empty()) continue;
    if (!text.empty()) text += ", ";
    text += part;
  }
  return text;
}

} // namespace mysync::report
