#include "mysql/long_columns.hpp"

#include "mysql/sql.hpp"
#include "mysql/text_sql.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace mysync::mysql {

namespace {

constexpr std::uint64_t largest_document = 16U << 20U; // MongoDB's

// What a record of the quarantine shows of a cell, and more, so that it says that there is more.
// In characters.
constexpr unsigned beginning = 1100;

bool is_native_json(Column const& column) { return column.declared == "json"; }

bool may_be_long(Column const& column)
{
  constexpr std::uint64_t harmless = 1U << 20U; // of TEXT and BLOB 65,535, of VARCHAR the same
  switch (column.type) {
  case ColumnType::json:
  case ColumnType::geometry: return true;
  case ColumnType::text:
  case ColumnType::binary: return column.length > harmless;
  default: return false;
  }
}

std::uint64_t divisor(Column const& column)
{
  // MySQL measures JSON as it is stored: `[], ` takes 9 octets there, of its text 4.
  constexpr std::uint64_t of_stored_json = 3;
  // In UTF-16, UTF-32, GB 18030 and some of Japan's encodings a character may take up to four times
  // as much.
  constexpr std::uint64_t of_wide_text = 4;
  constexpr std::array<std::string_view, 6> no_wider{"",        "binary", "utf8mb4",
                                                     "utf8mb3", "utf8",   "latin1"};
  if (column.type == ColumnType::json && is_native_json(column)) return of_stored_json;
  return std::ranges::find(no_wider, column.charset) == no_wider.end() ? of_wide_text : 1;
}

} // namespace

std::vector<LongColumn> long_columns(std::span<Column const* const> columns)
{
  std::vector<LongColumn> found;
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (may_be_long(*columns[i])) found.push_back({i, divisor(*columns[i])});
  return found;
}

std::string measure(Column const& column)
{
  auto const name = quoted(column.name);
  // LENGTH would have MySQL write the JSON as text for nothing. What an update in place left unused
  // is no part of the value; before 8.0 there are none.
  if (column.type == ColumnType::json && is_native_json(column))
    return fmt::format("(JSON_STORAGE_SIZE({0}) /*!80000 - JSON_STORAGE_FREE({0}) */)", name);
  return fmt::format("LENGTH({})", name);
}

std::string whole_or_beginning(std::span<Column const* const> columns,
                               std::span<LongColumn const> together, Column const& column,
                               std::string const& selected)
{
  std::vector<std::string> sizes;
  sizes.reserve(together.size());
  for (auto const& one : together) {
    auto size = measure(*columns[one.index]);
    if (one.divisor != 1) size += fmt::format(" DIV {}", one.divisor);
    sizes.push_back(together.size() == 1 ? size : fmt::format("IFNULL({}, 0)", size));
  }
  auto const name = quoted(column.name);
  auto const text =
      arrives_as_octets(column) ? fmt::format("CONVERT({} USING utf8mb4)", name) : name;
  return fmt::format("IF({} > {}, LEFT({}, {}), {})", fmt::join(sizes, " + "), largest_document,
                     text, beginning, selected);
}

bool is_too_large(std::span<LongColumn const> together, std::span<std::uint64_t const> measures)
{
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < together.size(); ++i) sum += measures[i] / together[i].divisor;
  return sum > largest_document;
}

} // namespace mysync::mysql
