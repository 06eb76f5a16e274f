#pragma once
// The ways of `columns.type` that no column takes by itself. Each writes a value of exactly the
// same meaning or refuses the row.

#include "convert/encoders.hpp"

namespace mysync::convert {

/// 0 and 1 of an integer, or of BIT, and nothing else.
Outcome bool_from_integer(Encoder const& self, Cell const& cell, bson::Writer& out);
Outcome bool_from_bits(Encoder const& self, Cell const& cell, bson::Writer& out);

Outcome double_from_integer(Encoder const& self, Cell const& cell, bson::Writer& out);
Outcome decimal_from_integer(Encoder const& self, Cell const& cell, bson::Writer& out);
Outcome text_from_integer(Encoder const& self, Cell const& cell, bson::Writer& out);
/// Four digits.
Outcome text_from_year(Encoder const& self, Cell const& cell, bson::Writer& out);

Outcome int32_from_bits(Encoder const& self, Cell const& cell, bson::Writer& out);
Outcome decimal_from_bits(Encoder const& self, Cell const& cell, bson::Writer& out);

/// Of a DECIMAL; its fraction is zeros.
Outcome int32_from_decimal(Encoder const& self, Cell const& cell, bson::Writer& out);
Outcome int64_from_decimal(Encoder const& self, Cell const& cell, bson::Writer& out);
/// The double whose shortest decimal is this one.
Outcome double_from_decimal(Encoder const& self, Cell const& cell, bson::Writer& out);

/// The shortest decimal of a FLOAT or DOUBLE.
Outcome decimal_from_float(Encoder const& self, Cell const& cell, bson::Writer& out);
Outcome decimal_from_double(Encoder const& self, Cell const& cell, bson::Writer& out);
Outcome text_from_float(Encoder const& self, Cell const& cell, bson::Writer& out);
Outcome text_from_double(Encoder const& self, Cell const& cell, bson::Writer& out);

/// Text that is a number as JSON writes it; of integers no other text has the same value.
Outcome int32_from_text(Encoder const& self, Cell const& cell, bson::Writer& out);
Outcome int64_from_text(Encoder const& self, Cell const& cell, bson::Writer& out);
Outcome double_from_text(Encoder const& self, Cell const& cell, bson::Writer& out);
Outcome decimal_from_text(Encoder const& self, Cell const& cell, bson::Writer& out);
/// `2026-01-02`, at 00:00 UTC; with a blank or T and `03:04:05` or `03:04:05.123456` behind it the
/// wall clock of UTC. Of zero and impossible dates that become text, the text itself.
Outcome date_from_text(Encoder const& self, Cell const& cell, bson::Writer& out);
/// The same on the wall clock of the encoder's zone.
Outcome zoned_from_text(Encoder const& self, Cell const& cell, bson::Writer& out);
/// `123e4567-e89b-12d3-a456-426655440000` in either case, and in small letters only.
Outcome uuid_from_text(Encoder const& self, Cell const& cell, bson::Writer& out);
Outcome uuid_from_small_text(Encoder const& self, Cell const& cell, bson::Writer& out);
/// 16 octets.
Outcome uuid_from_binary(Encoder const& self, Cell const& cell, bson::Writer& out);

/// The text of any date, zero and impossible ones too.
Outcome text_from_date(Encoder const& self, Cell const& cell, bson::Writer& out);

} // namespace mysync::convert
