#include "convert/rules.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace mysync::convert {

namespace {

// A character set that holds U+FFFD itself: there it says nothing about a failed conversion.
bool holds_replacement_character(Column const& column)
{
  constexpr std::array<std::string_view, 9> unicode{"",      "utf8mb4", "utf8mb3", "utf8",   "ucs2",
                                                    "utf16", "utf16le", "utf32",   "gb18030"};
  return std::ranges::find(unicode, column.charset) != unicode.end();
}

template <Encoder::Function encode>
Outcome unless_replaced(Encoder const& self, Cell const& cell, bson::Writer& out)
{
  if (cell.bytes.find("\xEF\xBF\xBD") != std::string_view::npos)
    return Outcome::replaced_characters;
  return encode(self, cell, out);
}

template <Encoder::Function encode>
Outcome unless_empty(Encoder const& self, Cell const& cell, bson::Writer& out)
{
  return cell.bytes.empty() ? Outcome::ambiguous_empty : encode(self, cell, out);
}

// Both servers hold -0.0 and 0.0 to be one key; so that a row keeps its document, it is always 0.0.
template <Encoder::Function encode>
Outcome one_zero(Encoder const& self, Cell const& cell, bson::Writer& out)
{
  if (std::isnan(cell.real)) return Outcome::not_a_number;
  Cell positive = cell;
  positive.real += 0.0;
  return encode(self, positive, out);
}

template <Encoder::Function encode> Encoder::Function of_text(Column const& column)
{
  return holds_replacement_character(column) ? encode : unless_replaced<encode>;
}

// The text of ENUM and SET is '' for a declared member '' as well as for no member at all.
template <Encoder::Function encode> Encoder::Function of_members(Column const& column)
{
  auto const ambiguous = std::ranges::find(column.members, "") != column.members.end();
  return ambiguous ? of_text<unless_empty<encode>>(column) : of_text<encode>(column);
}

Rule bit_rule(Column const& column)
{
  if (column.length <= 1) return {"bool", encode_bool};
  return column.length < 64 ? Rule{"long", encode_bits} : Rule{"binary", encode_binary};
}

} // namespace

Rule rule_of(Column const& column, WallClock wall_clock)
{
  switch (column.type) {
  case ColumnType::tiny_int:
  case ColumnType::small_int:
  case ColumnType::medium_int:
  case ColumnType::year: return {"int", encode_int32};
  case ColumnType::integer:
    return column.is_unsigned ? Rule{"long", encode_int64} : Rule{"int", encode_int32};
  case ColumnType::big_int: return {"long", encode_int64};
  case ColumnType::decimal: return {"decimal", encode_decimal};
  case ColumnType::real_float: return {"double", encode_float};
  case ColumnType::real_double: return {"double", encode_double};
  case ColumnType::bit: return bit_rule(column);
  case ColumnType::date:
  case ColumnType::timestamp: return {"date", encode_date};
  case ColumnType::date_time:
    return {"date", wall_clock == WallClock::utc ? encode_date : encode_zoned};
  case ColumnType::time: return {"string", encode_time};
  case ColumnType::fixed_text:
  case ColumnType::text:
  case ColumnType::enumeration: return {"string", of_text<encode_text>(column)};
  case ColumnType::set: return {"array", of_members<encode_set>(column)};
  case ColumnType::json: return {"document", encode_json};
  case ColumnType::inet4:
  case ColumnType::inet6: return {"string", encode_text};
  case ColumnType::fixed_binary:
  case ColumnType::binary: return {"binary", encode_binary};
  case ColumnType::geometry: return {"document", encode_geometry};
  case ColumnType::vector: return {"array", encode_vector};
  case ColumnType::uuid: return {"binary", encode_uuid};
  case ColumnType::unknown: break; // what a later server brings, as the octets it sends
  }
  return {"binary", encode_binary};
}

Rule id_rule_of(Column const& column, WallClock wall_clock)
{
  constexpr unsigned milliseconds = 3;
  switch (column.type) {
  case ColumnType::date_time:
    if (wall_clock == WallClock::other) return {"string", encode_date_time_text};
    [[fallthrough]];
  case ColumnType::timestamp:
    if (column.scale > milliseconds) return {"string", encode_date_time_text};
    break;
  case ColumnType::real_float: return {"double", one_zero<encode_float>};
  case ColumnType::real_double: return {"double", one_zero<encode_double>};
  case ColumnType::enumeration:
  case ColumnType::set: return {"string", of_members<encode_text>(column)};
  case ColumnType::json: return {"string", encode_text};
  case ColumnType::geometry:
  case ColumnType::vector: return {"binary", encode_binary};
  case ColumnType::unknown: return {}; // whether two of them differ is not known either
  default: break;
  }
  return rule_of(column, wall_clock);
}

} // namespace mysync::convert
