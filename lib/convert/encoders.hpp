#pragma once
// One function per way a cell becomes a BSON value; `rules` says which column gets which.

#include "bson/json.hpp"
#include "bson/writer.hpp"
#include "config/config.hpp"
#include "core/batch.hpp"
#include "core/row.hpp"
#include "core/schema.hpp"

#include <cstdint>
#include <string_view>

namespace mysync::convert {

class Zone;
struct Notes;

/// What became of a cell. All but `written` refuse its row.
enum class Outcome : std::uint8_t {
  written,
  above_int64,
  outside_int32,
  inexact_decimal,
  unreal_date,
  beyond_zone,
  not_a_number,
  outside_int64,
  not_an_integer,
  not_a_bool,
  no_number,
  inexact_double,
  malformed_date,
  not_utf8,
  replaced_characters,
  ambiguous_empty,
  malformed_uuid,
  malformed_json,
  bad_escape,
  nul_in_key_of_json,
  inexact_number,
  too_deep,
  malformed_geometry,
  malformed_vector,
  null_in_key,
  too_large,
};

Reason reason_of(Outcome outcome) noexcept;
/// What is wrong, to stand behind the value: "is not well-formed UTF-8".
std::string_view explain(Outcome outcome) noexcept;

/// Chosen once per column, called once per cell that is not null; no branch on the column's type,
/// no allocation. Borrows all it points to.
struct Encoder {
  using Function = Outcome (*)(Encoder const& self, Cell const& cell, bson::Writer& out);

  Function encode;
  bson::Field field;
  Column const* column;
  config::ZeroDates zero_dates;
  Zone* zone;
  Notes* notes;
  bson::Json* json;
};

Outcome encode_int32(Encoder const& self, Cell const& cell, bson::Writer& out);
Outcome encode_int64(Encoder const& self, Cell const& cell, bson::Writer& out);
Outcome encode_decimal(Encoder const& self, Cell const& cell, bson::Writer& out);
Outcome encode_double(Encoder const& self, Cell const& cell, bson::Writer& out);
/// A FLOAT: the double nearest the shortest decimal of the float, so that 0.1 stays 0.1.
Outcome encode_float(Encoder const& self, Cell const& cell, bson::Writer& out);

Outcome encode_bool(Encoder const& self, Cell const& cell, bson::Writer& out);
/// BIT(2) to BIT(63).
Outcome encode_bits(Encoder const& self, Cell const& cell, bson::Writer& out);
Outcome encode_binary(Encoder const& self, Cell const& cell, bson::Writer& out);
/// From its text, hyphens anywhere.
Outcome encode_uuid(Encoder const& self, Cell const& cell, bson::Writer& out);
Outcome encode_text(Encoder const& self, Cell const& cell, bson::Writer& out);
/// Comma text to an array of strings.
Outcome encode_set(Encoder const& self, Cell const& cell, bson::Writer& out);

/// Text to a native document, array or scalar.
Outcome encode_json(Encoder const& self, Cell const& cell, bson::Writer& out);
/// The servers' own form, four octets of SRID before well-known binary, longitude first in both:
/// GeoJSON for SRID 0 and 4326; of another SRID the well-known binary alone.
Outcome encode_geometry(Encoder const& self, Cell const& cell, bson::Writer& out);
/// Four octets a float to an array of doubles, each as `encode_float` makes it.
Outcome encode_vector(Encoder const& self, Cell const& cell, bson::Writer& out);

/// What `zero_dates` makes of one that is not real, `text` being its text.
Outcome encode_unreal(Encoder const& self, std::string_view text, bson::Writer& out);

/// DATE, TIMESTAMP, and DATETIME of an application that wrote UTC. Zero, partial and impossible
/// dates go by `zero_dates`; those that do not refuse their row are noted.
Outcome encode_date(Encoder const& self, Cell const& cell, bson::Writer& out);
/// DATETIME of another zone; ambiguous and skipped times are noted.
Outcome encode_zoned(Encoder const& self, Cell const& cell, bson::Writer& out);
/// DATETIME or TIMESTAMP as its text.
Outcome encode_date_time_text(Encoder const& self, Cell const& cell, bson::Writer& out);
Outcome encode_time(Encoder const& self, Cell const& cell, bson::Writer& out);

} // namespace mysync::convert
