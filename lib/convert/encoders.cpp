#include "convert/encoders.hpp"

#include "bson/decimal.hpp"
#include "convert/parts.hpp"
#include "core/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace mysync::convert {

namespace {

constexpr auto int64_max = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());

bool above_int64(Cell const& cell)
{
  return cell.kind == Cell::Kind::unsigned_integer && cell.natural > int64_max;
}

std::int64_t integer_of(Cell const& cell)
{
  return cell.kind == Cell::Kind::unsigned_integer ? static_cast<std::int64_t>(cell.natural)
                                                   : cell.integer;
}

int hex_digit(char character)
{
  if (character >= '0' && character <= '9') return character - '0';
  if (character >= 'a' && character <= 'f') return character - 'a' + 10;
  if (character >= 'A' && character <= 'F') return character - 'A' + 10;
  return -1;
}

} // namespace

Outcome encode_int32(Encoder const& self, Cell const& cell, bson::Writer& out)
{
  if (above_int64(cell)) return Outcome::above_int64;
  auto const number = integer_of(cell);
  if (number != static_cast<std::int32_t>(number)) return Outcome::outside_int32;
  out.int32(self.field, static_cast<std::int32_t>(number));
  return Outcome::written;
}

Outcome encode_int64(Encoder const& self, Cell const& cell, bson::Writer& out)
{
  if (above_int64(cell)) return Outcome::above_int64;
  out.int64(self.field, integer_of(cell));
  return Outcome::written;
}

Outcome encode_decimal(Encoder const& self, Cell const& cell, bson::Writer& out)
{
  auto const decimal = bson::decimal128(cell.bytes);
  if (!decimal) return Outcome::inexact_decimal;
  out.decimal(self.field, *decimal);
  return Outcome::written;
}

Outcome encode_double(Encoder const& self, Cell const& cell, bson::Writer& out)
{
  out.real(self.field, cell.real);
  return Outcome::written;
}

Outcome encode_float(Encoder const& self, Cell const& cell, bson::Writer& out)
{
  out.real(self.field, widened(static_cast<float>(cell.real)));
  return Outcome::written;
}

Outcome encode_bool(Encoder const& self, Cell const& cell, bson::Writer& out)
{
  out.boolean(self.field, bits_of(cell.bytes) != 0);
  return Outcome::written;
}

Outcome encode_bits(Encoder const& self, Cell const& cell, bson::Writer& out)
{
  auto const bits = bits_of(cell.bytes);
  if (bits > int64_max) return Outcome::above_int64;
  out.int64(self.field, static_cast<std::int64_t>(bits));
  return Outcome::written;
}

Outcome encode_binary(Encoder const& self, Cell const& cell, bson::Writer& out)
{
  out.binary(self.field, bson::Subtype::generic, cell.bytes);
  return Outcome::written;
}

Outcome encode_uuid(Encoder const& self, Cell const& cell, bson::Writer& out)
{
  std::array<char, 16> octets;
  std::size_t digits = 0;
  for (char const character : cell.bytes) {
    if (character == '-') continue;
    auto const digit = hex_digit(character);
    if (digit < 0 || digits == 2 * octets.size()) return Outcome::malformed_uuid;
    auto& octet = octets[digits / 2];
    octet = static_cast<char>(digits % 2 == 0 ? digit << 4 : octet | digit);
    ++digits;
  }
  if (digits != 2 * octets.size()) return Outcome::malformed_uuid;
  out.binary(self.field, bson::Subtype::uuid, {octets.data(), octets.size()});
  return Outcome::written;
}

Outcome encode_text(Encoder const& self, Cell const& cell, bson::Writer& out)
{
  if (!is_utf8(cell.bytes)) return Outcome::not_utf8;
  out.text(self.field, cell.bytes);
  return Outcome::written;
}

Outcome encode_set(Encoder const& self, Cell const& cell, bson::Writer& out)
{
  if (!is_utf8(cell.bytes)) return Outcome::not_utf8;
  auto const array = out.begin_array(self.field);
  auto rest = cell.bytes;
  for (unsigned index = 0; !cell.bytes.empty(); ++index) {
    std::array<char, 10> name;
    auto const name_end = std::to_chars(name.data(), name.data() + name.size(), index).ptr;
    auto const comma = std::min(rest.find(','), rest.size());
    out.text(std::string_view(name.data(), name_end), rest.substr(0, comma));
    if (comma == rest.size()) break;
    rest.remove_prefix(comma + 1);
  }
  out.end(array);
  return Outcome::written;
}

} // namespace mysync::convert
