#include "convert/encoders.hpp"

namespace mysync::convert {

Reason reason_of(Outcome outcome) noexcept
{
  switch (outcome) {
  case Outcome::not_utf8:
  case Outcome::replaced_characters:
  case Outcome::bad_escape: return Reason::text;
  case Outcome::too_large: return Reason::size;
  default: return Reason::value;
  }
}

std::string_view explain(Outcome outcome) noexcept
{
  switch (outcome) {
  case Outcome::written: return "was written";
  case Outcome::above_int64:
    return "is above 9223372036854775807, the greatest integer that MongoDB holds";
  case Outcome::outside_int32:
    return "is outside -2147483648 to 2147483647, the range of a MongoDB int";
  case Outcome::outside_int64:
    return "is outside -9223372036854775808 to 9223372036854775807, the range of a MongoDB long";
  case Outcome::not_an_integer: return "is no whole number";
  case Outcome::not_a_bool: return "is neither 0 nor 1";
  case Outcome::no_number: return "is no number";
  case Outcome::inexact_double: return "has digits that a double would change";
  case Outcome::malformed_date: return "is no date such as 2026-01-02 or 2026-01-02 03:04:05.678";
  case Outcome::inexact_decimal:
    return "has more than 34 significant digits, the most that a MongoDB decimal holds exactly";
  case Outcome::unreal_date: return "is not a day of the calendar";
  case Outcome::beyond_zone: return "is beyond the time-zone data of this machine";
  case Outcome::not_a_number: return "cannot be a key: it does not equal itself";
  case Outcome::not_utf8: return "is not well-formed UTF-8";
  case Outcome::replaced_characters:
    return "holds U+FFFD: the server could not convert a character to UTF-8";
  case Outcome::ambiguous_empty:
    return "may be the member '' or no member at all, and the server's text does not tell which";
  case Outcome::malformed_uuid: return "is not a UUID";
  case Outcome::malformed_json: return "is not JSON";
  case Outcome::bad_escape:
    return "holds an escape that stands for no character, such as half of a surrogate pair";
  case Outcome::nul_in_key_of_json: return "has a NUL in a key, which MongoDB refuses";
  case Outcome::inexact_number:
    return "holds a number of more than 34 significant digits, the most that a MongoDB decimal "
           "holds exactly";
  case Outcome::too_deep:
    return "would make a document of more than 100 levels, the most that MongoDB takes";
  case Outcome::malformed_geometry: return "is not well-known binary of its own length";
  case Outcome::malformed_vector: return "is not a row of floats";
  case Outcome::null_in_key: return "cannot be in a key: rows with it would share their _id";
  case Outcome::too_large: return "would be above 16,777,216 bytes, the most that MongoDB takes";
  }
  return "";
}

} // namespace mysync::convert
