#include "sync/typed_key.hpp"

#include "core/error.hpp"
#include "core/parse_number.hpp"
#include "core/text.hpp"
#include "sync/wall.hpp"

#include <charconv>
#include <optional>

namespace mysync::sync {

namespace {

bool is_binary(Column const& column)
{
  return column.type == ColumnType::binary || column.type == ColumnType::fixed_binary;
}

bool is_time(Column const& column)
{
  return column.type == ColumnType::date || column.type == ColumnType::date_time ||
         column.type == ColumnType::timestamp;
}

template <class Number> bool read_number(std::string_view text, Number& number)
{
  auto const read = parse_number<Number>(text);
  if (read) number = *read;
  return read.has_value();
}

bool is_integer(std::string_view text)
{
  return parse_number<std::int64_t>(text) || parse_number<std::uint64_t>(text);
}

/// Of other types every text may be a value.
bool may_be_value(Column const& column, std::string_view text)
{
  switch (column.type) {
  case ColumnType::tiny_int:
  case ColumnType::small_int:
  case ColumnType::medium_int:
  case ColumnType::integer:
  case ColumnType::big_int:
  case ColumnType::year: return is_integer(text);
  case ColumnType::decimal:
  case ColumnType::real_float:
  case ColumnType::real_double: return parse_number<double>(text).has_value();
  default: return true;
  }
}

std::optional<std::string> octets_of_hex(std::string_view text)
{
  if (!text.starts_with("0x") || text.size() % 2 != 0) return std::nullopt;
  std::string octets;
  for (std::size_t at = 2; at < text.size(); at += 2) {
    unsigned octet = 0;
    auto const pair = text.substr(at, 2);
    if (std::from_chars(pair.data(), pair.data() + 2, octet, 16).ptr != pair.data() + 2)
      return std::nullopt;
    octets += static_cast<char>(octet);
  }
  return octets;
}

/// `2026-01-02T03:04:05.000Z`, as times are shown, and what MySQL would write.
std::optional<std::string> time_value(std::string text, Column const& column)
{
  if (text.ends_with('Z')) text.pop_back();
  auto const wall = parse_wall(text);
  if (!wall) return std::nullopt;
  Column exact = column;
  if (column.type != ColumnType::date) exact.scale = 6;
  return wall_text(*wall, exact);
}

std::optional<PositionValue> typed_value(Column const& column, std::string const& text)
{
  if (is_binary(column))
    return PositionValue{PositionValue::Kind::bytes, octets_of_hex(text).value_or(text)};
  auto const value = is_time(column) ? time_value(text, column) : std::optional(text);
  if (!value || !may_be_value(column, text)) return std::nullopt;
  return PositionValue{PositionValue::Kind::text, *value};
}

} // namespace

std::vector<TypedKey> typed_keys(std::string_view list)
{
  std::vector<TypedKey> keys(1);
  bool quoted = false;
  bool begun = false; // also by empty quotes: an empty text is a key
  auto const end_key = [&] {
    if (!begun) throw failure(Fault::usage, "--keys: a key is empty; \"\" stands for empty text");
    begun = false;
  };
  for (std::size_t at = 0; at < list.size(); ++at) {
    auto& key = keys.back();
    char const character = list[at];
    if (!quoted && character == ',') {
      end_key();
      keys.emplace_back();
      continue;
    }
    begun = true;
    if (character == '"') {
      quoted = !quoted;
    } else if (quoted && character == '\\' && at + 1 < list.size()) {
      key.text += list[++at];
    } else {
      if (!quoted && character == '/') key.slashes.push_back(key.text.size());
      key.text += character;
    }
  }
  if (quoted) throw failure(Fault::usage, "--keys: a quote is not closed: {}", escaped(list));
  end_key();
  return keys;
}

Position key_position(TypedKey const& key, std::vector<Column const*> const& columns)
{
  if (key.slashes.size() + 1 < columns.size())
    throw failure(Fault::usage, "key '{}' has not {} parts; write them as 7/1", escaped(key.text),
                  columns.size());
  Position position;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    bool const last = i + 1 == columns.size();
    auto const end = last ? key.text.size() : key.slashes[i];
    auto const part = key.text.substr(begin, end - begin);
    auto value = typed_value(*columns[i], part);
    if (!value)
      throw failure(Fault::usage, "key '{}': '{}' is no value of column {} ({})", escaped(key.text),
                    escaped(part), columns[i]->name, columns[i]->declared);
    position.push_back(*std::move(value));
    begin = end + 1;
  }
  return position;
}

bool TypedCell::make(Column const& column, PositionValue const& value)
{
  auto const& text = value.value;
  switch (column.type) {
  case ColumnType::tiny_int:
  case ColumnType::small_int:
  case ColumnType::medium_int:
  case ColumnType::integer:
  case ColumnType::big_int:
  case ColumnType::year:
    cell_.kind = column.is_unsigned ? Cell::Kind::unsigned_integer : Cell::Kind::signed_integer;
    return column.is_unsigned ? read_number(text, cell_.natural) : read_number(text, cell_.integer);
  case ColumnType::date:
  case ColumnType::date_time:
  case ColumnType::timestamp: {
    auto const wall = parse_wall(text);
    if (wall) time_ = time_of(*wall);
    cell_.kind = Cell::Kind::time;
    cell_.time = &time_;
    return wall.has_value();
  }
  case ColumnType::decimal:
  case ColumnType::fixed_text:
  case ColumnType::text:
  case ColumnType::enumeration:
  case ColumnType::set:
  case ColumnType::uuid:
  case ColumnType::inet4:
  case ColumnType::inet6:
  case ColumnType::fixed_binary:
  case ColumnType::binary:
    cell_.kind = Cell::Kind::bytes;
    cell_.bytes = text;
    return true;
  default: return false;
  }
}

} // namespace mysync::sync
