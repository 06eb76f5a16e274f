#include "convert/override_encoders.hpp"

#include "bson/decimal.hpp"
#include "bson/number.hpp"
#include "convert/parts.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace mysync::convert {

namespace {

/// The digits of a number, in itself.
class Digits {
public:
  explicit Digits(auto number)
  {
    end_ = std::to_chars(chars_.data(), chars_.data() + chars_.size(), number).ptr;
  }
  std::string_view view() const noexcept
  {
    return {chars_.data(), static_cast<std::size_t>(end_ - chars_.data())};
  }

private:
  std::array<char, 32> chars_{}; // the longest is -1.7976931348623157e+308
  char const* end_ = chars_.data();
};

std::uint64_t natural_of(Cell const& cell) // of what is negative, a large one
{
  return cell.kind == Cell::Kind::unsigned_integer ? cell.natural
                                                   : static_cast<std::uint64_t>(cell.integer);
}

Digits digits_of(Cell const& cell)
{
  return cell.kind == Cell::Kind::unsigned_integer ? Digits(cell.natural) : Digits(cell.integer);
}

Outcome write_decimal(Encoder const& self, std::string_view digits, bson::Writer& out)
{
  auto const decimal = bson::decimal128(digits);
  if (!decimal) return Outcome::inexact_decimal;
  out.decimal(self.field, *decimal);
  return Outcome::written;
}

Outcome write_double(Encoder const& self, std::string_view digits, bson::Writer& out)
{
  auto const number = bson::exact_double(digits);
  if (!number) return Outcome::inexact_double;
  out.real(self.field, *number);
  return Outcome::written;
}

Outcome write_bool(Encoder const& self, std::uint64_t number, bson::Writer& out)
{
  if (number > 1) return Outcome::not_a_bool;
  out.boolean(self.field, number == 1);
  return Outcome::written;
}

template <class Integer>
Outcome write_integer(Encoder const& self, std::string_view digits, bson::Writer& out)
{
  Integer number = 0;
  auto const* const end = digits.data() + digits.size();
  auto const read = std::from_chars(digits.data(), end, number);
  if (read.ec == std::errc::result_out_of_range)
    return sizeof number == sizeof(std::int32_t) ? Outcome::outside_int32 : Outcome::outside_int64;
  if (read.ec != std::errc() || read.ptr != end) return Outcome::not_an_integer;
  if constexpr (sizeof number == sizeof(std::int32_t))
    out.int32(self.field, number);
  else
    out.int64(self.field, number);
  return Outcome::written;
}

// Without a fraction that is nothing but zeros.
std::string_view whole_part(std::string_view decimal)
{
  auto const point = std::min(decimal.find('.'), decimal.size());
  auto const zeros = decimal.find_first_not_of('0', point + 1) == std::string_view::npos;
  return zeros ? decimal.substr(0, point) : decimal;
}

// No other text has its value: no sign of plus or of zero, no zeros in front.
bool is_integer_text(std::string_view text)
{
  return bson::is_json_number(text) && text != "-0" &&
         text.find_first_of(".eE") == std::string_view::npos;
}

} // namespace

Outcome bool_from_integer(Encoder const& self, Cell const& cell, bson::Writer& out)
{
  return write_bool(self, natural_of(cell), out);
}

Outcome bool_from_bits(Encoder const& self, Cell const& cell, bson::Writer& out)
{
  return write_bool(self, bits_of(cell.bytes), out);
}

Outcome double_from_integer(Encoder const& self, Cell const& cell, bson::Writer& out)
{
  return write_double(self, digits_of(cell).view(), out);
}

Outcome decimal_from_integer(Encoder const& self, Cell const& cell, bson::Writer& out)
{
  return write_decimal(self, digits_of(cell).view(), out);
}

Outcome text_from_integer(Encoder const& self, Cell const& cell, bson::Writer& out)
{
  out.text(self.field, digits_of(cell).view());
  return Outcome::written;
}

Outcome text_from_year(Encoder const& self, Cell const& cell, bson::Writer& out)
{
  TimeText text;
  text.put(static_cast<std::uint32_t>(natural_of(cell)), 4);
  out.text(self.field, text.view());
  return Outcome::written;
}

Outcome int32_from_bits(Encoder const& self, Cell const& cell, bson::Writer& out)
{
  return write_integer<std::int32_t>(self, Digits(bits_of(cell.bytes)).view(), out);
}

Outcome decimal_from_bits(Encoder const& self, Cell const& cell, bson::Writer& out)
{
  return write_decimal(self, Digits(bits_of(cell.bytes)).view(), out);
}

Outcome int32_from_decimal(Encoder const& self, Cell const& cell, bson::Writer& out)
{
  return write_integer<std::int32_t>(self, whole_part(cell.bytes), out);
}

Outcome int64_from_decimal(Encoder const& self, Cell const& cell, bson::Writer& out)
{
  return write_integer<std::int64_t>(self, whole_part(cell.bytes), out);
}

Outcome double_from_decimal(Encoder const& self, Cell const& cell, bson::Writer& out)
{
  return write_double(self, cell.bytes, out);
}

Outcome decimal_from_float(Encoder const& self, Cell const& cell, bson::Writer& out)
{
  return write_decimal(self, Digits(static_cast<float>(cell.real)).view(), out);
}

Outcome decimal_from_double(Encoder const& self, Cell const& cell, bson::Writer& out)
{
  return write_decimal(self, Digits(cell.real).view(), out);
}

Outcome text_from_float(Encoder const& self, Cell const& cell, bson::Writer& out)
{
  out.text(self.field, Digits(static_cast<float>(cell.real)).view());
  return Outcome::written;
}

Outcome text_from_double(Encoder const& self, Cell const& cell, bson::Writer& out)
{
  out.text(self.field, Digits(cell.real).view());
  return Outcome::written;
}

Outcome int32_from_text(Encoder const& self, Cell const& cell, bson::Writer& out)
{
  if (!is_integer_text(cell.bytes)) return Outcome::not_an_integer;
  return write_integer<std::int32_t>(self, cell.bytes, out);
}

Outcome int64_from_text(Encoder const& self, Cell const& cell, bson::Writer& out)
{
  if (!is_integer_text(cell.bytes)) return Outcome::not_an_integer;
  return write_integer<std::int64_t>(self, cell.bytes, out);
}

Outcome double_from_text(Encoder const& self, Cell const& cell, bson::Writer& out)
{
  if (!bson::is_json_number(cell.bytes)) return Outcome::no_number;
  return write_double(self, cell.bytes, out);
}

Outcome decimal_from_text(Encoder const& self, Cell const& cell, bson::Writer& out)
{
  if (!bson::is_json_number(cell.bytes)) return Outcome::no_number;
  return write_decimal(self, cell.bytes, out);
}

} // namespace mysync::convert
