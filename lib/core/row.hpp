#pragma once
// What the reader lends: borrowed cells, valid until its next fetch that returns a row.

#include <cstdint>
#include <span>
#include <string_view>

namespace mysync {

/// A broken-down time as the server sent it, impossible and zero dates included. For TIME, `hour`
/// goes up to 838 and `negative` may be set; for DATE and DATETIME it is the wall clock.
struct Time {
  std::int32_t year = 0;
  std::uint32_t month = 0, day = 0, hour = 0, minute = 0, second = 0;
  std::uint32_t microsecond = 0;
  bool negative = false;
  bool operator==(Time const&) const = default;
};

/// Which kind a column's cells have follows from its type alone:
///   integers, YEAR                      signed_integer or unsigned_integer (by
///   `Column::is_unsigned`) FLOAT, DOUBLE                       real (a FLOAT is its float widened;
///   `Column::type` tells) DATE, DATETIME, TIMESTAMP, TIME     time DECIMAL bytes: decimal digits
///   as the server writes them BIT                                 bytes, most significant first
///   all others                          bytes: UTF-8 text, or octets for binary types; `beginning`
///   where the row is too large to be a document: not all of it was fetched
struct Cell {
  enum class Kind : std::uint8_t {
    null,
    signed_integer,
    unsigned_integer,
    real,
    time,
    bytes,
    beginning ///< `natural`: how many octets there are on the server
  };
  Kind kind = Kind::null;
  union {
    std::int64_t integer = 0;
    std::uint64_t natural;
    double real;
    Time const* time;
  };
  std::string_view bytes;
};

using Row = std::span<Cell const>;

} // namespace mysync
