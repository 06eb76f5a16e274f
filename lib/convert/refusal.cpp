#include "convert/refusal.hpp"

#include "core/position.hpp"
#include "core/text.hpp"
#include "core/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>

namespace mysync::convert {

namespace {

constexpr std::string_view cut_mark = "…";
constexpr std::size_t most_in_message = 80;
constexpr std::size_t most_in_cell = 1000; // characters
// Octets of all cells together: a thousand refused rows of a wide table are held at once.
constexpr std::size_t most_in_record = 64 * 1024;
// What the reader's SQL puts behind text that the server could not convert.
constexpr std::string_view replacement_character = "\xEF\xBF\xBD";

// The octets of the first `most` characters; nothing when one of them is not UTF-8.
std::optional<std::size_t> size_of(std::string_view text, std::size_t most)
{
  std::size_t size = 0;
  for (; most != 0 && size < text.size(); --most) {
    auto const character = utf8_size(text.substr(size));
    if (character == 0) return std::nullopt;
    size += character;
  }
  return size;
}

std::string hex(std::string_view octets, std::size_t most)
{
  std::string out = "0x";
  for (char const octet : octets.substr(0, most / 2))
    out += fmt::format("{:02x}", static_cast<unsigned char>(octet));
  return out;
}

bool holds_bytes(Cell const& cell) { return cell.kind >= Cell::Kind::bytes; }

// The octets that there are, fetched or not.
std::size_t weight(Cell const& cell)
{
  if (cell.kind == Cell::Kind::beginning)
    return std::max<std::size_t>(cell.natural, cell.bytes.size());
  return holds_bytes(cell) ? cell.bytes.size() : 0;
}

} // namespace

std::string cell_text(Column const& column, Cell const& cell, std::size_t most)
{
  if (cell.kind == Cell::Kind::null) return "NULL";
  constexpr std::size_t largest_character = 4;
  Cell first = cell; // as much of it as may be shown
  if (holds_bytes(cell)) first.bytes = cell.bytes.substr(0, most * largest_character);
  auto const value = position_value(column, first);
  auto const shown =
      value.kind == PositionValue::Kind::text ? size_of(value.value, most) : std::nullopt;
  auto const all = holds_bytes(cell) ? cell.bytes.size() : value.value.size();
  if (!shown) return hex(value.value, most) + std::string(all > most / 2 ? cut_mark : "");
  auto const cut = *shown < value.value.size() || first.bytes.size() < cell.bytes.size();
  return value.value.substr(0, *shown) + std::string(cut ? cut_mark : "");
}

std::string key_text(std::span<Column const* const> columns, Row row,
                     std::span<std::size_t const> key)
{
  constexpr std::size_t most = 200;
  std::string out;
  for (auto const index : key) {
    if (!out.empty()) out += ", ";
    if (key.size() > 1) out += columns[index]->name + '=';
    out += escaped(cell_text(*columns[index], row[index], most));
  }
  return out;
}

Position key_values(std::span<Column const* const> columns, Row row,
                    std::span<std::size_t const> key)
{
  auto values = position_of(columns, row, key);
  auto const finds_nothing = [](PositionValue const& value) {
    if (value.kind == PositionValue::Kind::bytes) return false;
    return value.kind == PositionValue::Kind::null || !is_utf8(value.value) ||
           value.value.find(replacement_character) != std::string::npos;
  };
  if (std::ranges::any_of(values, finds_nothing)) values.clear();
  return values;
}

std::vector<std::pair<std::string, std::string>>
cell_texts(std::span<Column const* const> columns, Row row, std::span<std::size_t const> shown)
{
  std::size_t room = most_in_record;
  std::vector<std::pair<std::string, std::string>> cells;
  cells.reserve(shown.size());
  for (auto const index : shown) {
    auto text = cell_text(*columns[index], row[index], most_in_cell);
    if (text.size() > room) text = cut_mark;
    room -= std::min(room, text.size());
    cells.emplace_back(columns[index]->name, std::move(text));
  }
  return cells;
}

std::string refusal_message(std::span<Column const* const> columns, Row row, Outcome outcome,
                            std::size_t at)
{
  if (outcome == Outcome::too_large) {
    auto const largest = std::ranges::max_element(row, {}, weight);
    auto const index = static_cast<std::size_t>(largest - row.begin());
    return fmt::format("column {}: with its {} bytes the document {}", columns[index]->name,
                       grouped(weight(*largest)), explain(outcome));
  }
  return fmt::format("column {}: {} {}", columns[at]->name,
                     escaped(cell_text(*columns[at], row[at], most_in_message)), explain(outcome));
}

} // namespace mysync::convert
