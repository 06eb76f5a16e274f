#include "convert/rules.hpp"

#include "convert/override_encoders.hpp"

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

Rule field_rule(Column const& column, WallClock wall_clock)
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

Rule key_rule(Column const& column, WallClock wall_clock)
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
  return field_rule(column, wall_clock);
}

using config::FieldType;

Rule asked_of_integer(FieldType asked)
{
  switch (asked) {
  case FieldType::boolean: return {"bool", bool_from_integer};
  case FieldType::int32: return {"int", encode_int32};
  case FieldType::int64: return {"long", encode_int64};
  case FieldType::real: return {"double", double_from_integer};
  case FieldType::decimal: return {"decimal", decimal_from_integer};
  case FieldType::string: return {"string", text_from_integer};
  default: return {};
  }
}

Rule asked_of_year(FieldType asked)
{
  switch (asked) {
  case FieldType::int32: return {"int", encode_int32};
  case FieldType::int64: return {"long", encode_int64};
  case FieldType::string: return {"string", text_from_year};
  default: return {};
  }
}

Rule asked_of_bits(FieldType asked)
{
  switch (asked) {
  case FieldType::boolean: return {"bool", bool_from_bits};
  case FieldType::int32: return {"int", int32_from_bits};
  case FieldType::int64: return {"long", encode_bits};
  case FieldType::decimal: return {"decimal", decimal_from_bits};
  case FieldType::binary: return {"binary", encode_binary};
  default: return {};
  }
}

Rule asked_of_decimal(FieldType asked)
{
  switch (asked) {
  case FieldType::int32: return {"int", int32_from_decimal};
  case FieldType::int64: return {"long", int64_from_decimal};
  case FieldType::real: return {"double", double_from_decimal};
  case FieldType::decimal: return {"decimal", encode_decimal};
  case FieldType::string: return {"string", encode_text};
  default: return {};
  }
}

template <Encoder::Function encode> Encoder::Function of_real(Place place)
{
  return place == Place::key ? one_zero<encode> : encode;
}

Rule asked_of_float(FieldType asked, Place place)
{
  switch (asked) {
  case FieldType::real: return {"double", of_real<encode_float>(place)};
  case FieldType::decimal: return {"decimal", of_real<decimal_from_float>(place)};
  case FieldType::string: return {"string", of_real<text_from_float>(place)};
  default: return {};
  }
}

Rule asked_of_double(FieldType asked, Place place)
{
  switch (asked) {
  case FieldType::real: return {"double", of_real<encode_double>(place)};
  case FieldType::decimal: return {"decimal", of_real<decimal_from_double>(place)};
  case FieldType::string: return {"string", of_real<text_from_double>(place)};
  default: return {};
  }
}

// What would make one value of two texts is no `_id`: 1.0 and 1.00, or an instant with and without
// T.
Rule asked_of_text(Column const& column, FieldType asked, Use use)
{
  bool const field = use.place == Place::field;
  switch (asked) {
  case FieldType::string: return {"string", of_text<encode_text>(column)};
  case FieldType::int32: return {"int", int32_from_text};
  case FieldType::int64: return {"long", int64_from_text};
  case FieldType::uuid:
    return {"binary",
            field || column.collation.ends_with("_ci") ? uuid_from_text : uuid_from_small_text};
  case FieldType::real: return field ? Rule{"double", double_from_text} : Rule{};
  case FieldType::decimal: return field ? Rule{"decimal", decimal_from_text} : Rule{};
  case FieldType::json: return field ? Rule{"document", of_text<encode_json>(column)} : Rule{};
  case FieldType::date:
    if (!field) return {};
    return {"date", use.wall_clock == WallClock::utc ? date_from_text : zoned_from_text};
  default: return {};
  }
}

Rule asked_of_binary(FieldType asked, Place place)
{
  switch (asked) {
  case FieldType::binary: return {"binary", encode_binary};
  case FieldType::uuid: return {"binary", uuid_from_binary};
  case FieldType::string: return {"string", encode_text};
  case FieldType::json: return place == Place::field ? Rule{"document", encode_json} : Rule{};
  default: return {};
  }
}

// A day or a moment as its text holds zero dates too; in the key they stay refused.
Rule asked_of_time(Column const& column, FieldType asked, Use use)
{
  if (asked == FieldType::string)
    return {"string", use.place == Place::key ? encode_date_time_text : text_from_date};
  auto const rule = use.place == Place::key ? key_rule(column, use.wall_clock)
                                            : field_rule(column, use.wall_clock);
  return asked == FieldType::date && rule.bson == "date" ? rule : Rule{};
}

// For types that have one or two forms: their own, and their text.
Rule asked_of_others(Column const& column, FieldType asked, Use use)
{
  auto const own = use.place == Place::key ? key_rule(column, use.wall_clock)
                                           : field_rule(column, use.wall_clock);
  switch (column.type) {
  case ColumnType::enumeration:
  case ColumnType::set:
    return asked == FieldType::string ? Rule{"string", of_members<encode_text>(column)} : Rule{};
  case ColumnType::json:
    if (asked == FieldType::string) return {"string", encode_text};
    return asked == FieldType::json && use.place == Place::field ? own : Rule{};
  case ColumnType::uuid:
    if (asked == FieldType::string) return {"string", encode_text};
    return asked == FieldType::uuid ? own : Rule{};
  case ColumnType::geometry:
  case ColumnType::vector:
    return asked == FieldType::binary ? Rule{"binary", encode_binary} : Rule{};
  case ColumnType::unknown: return asked == FieldType::binary ? own : Rule{};
  default: return asked == FieldType::string ? own : Rule{};
  }
}

Rule asked_rule(Column const& column, FieldType asked, Use use)
{
  switch (column.type) {
  case ColumnType::tiny_int:
  case ColumnType::small_int:
  case ColumnType::medium_int:
  case ColumnType::integer:
  case ColumnType::big_int: return asked_of_integer(asked);
  case ColumnType::year: return asked_of_year(asked);
  case ColumnType::bit: return asked_of_bits(asked);
  case ColumnType::decimal: return asked_of_decimal(asked);
  case ColumnType::real_float: return asked_of_float(asked, use.place);
  case ColumnType::real_double: return asked_of_double(asked, use.place);
  case ColumnType::date:
  case ColumnType::date_time:
  case ColumnType::timestamp: return asked_of_time(column, asked, use);
  case ColumnType::fixed_text:
  case ColumnType::text: return asked_of_text(column, asked, use);
  case ColumnType::fixed_binary:
  case ColumnType::binary: return asked_of_binary(asked, use.place);
  default: return asked_of_others(column, asked, use);
  }
}

} // namespace

Rule rule_of(Column const& column, Use use)
{
  if (use.asked) return asked_rule(column, *use.asked, use);
  return use.place == Place::key ? key_rule(column, use.wall_clock)
                                 : field_rule(column, use.wall_clock);
}

} // namespace mysync::convert
