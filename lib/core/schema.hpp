#pragma once
// What a table looks like, in words that neither client library has to be included for.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mysync {

/// The declared type of a column. `unknown` is whatever a newer server brings.
enum class ColumnType : std::uint8_t {
  tiny_int,
  small_int,
  medium_int,
  integer,
  big_int,
  decimal,
  real_float,
  real_double,
  bit,
  date,
  date_time,
  timestamp,
  time,
  year,
  fixed_text,
  text,
  fixed_binary,
  binary,
  enumeration,
  set,
  json,
  geometry,
  vector,
  uuid,
  inet4,
  inet6,
  unknown,
};

struct Column {
  std::string name;
  ColumnType type = ColumnType::unknown;
  std::string declared; ///< as the server spells it: `bigint(20) unsigned`
  bool is_unsigned = false;
  bool nullable = false;
  std::uint64_t length = 0; ///< octets at most (text, binary); bits (BIT); 0 when not applicable
  unsigned precision = 0;   ///< digits in all (DECIMAL)
  unsigned scale = 0;       ///< digits after the point (DECIMAL), fraction digits (times)
  std::string charset;      ///< empty when the column holds no text
  std::string collation;    ///< empty when the column holds no text
  std::optional<std::uint32_t> srid; ///< that every geometry has; none: any, or no geometry
  std::vector<std::string> members;  ///< of ENUM and SET, in their declared order
  std::optional<std::string> default_value;
  bool on_update_now = false; ///< ON UPDATE CURRENT_TIMESTAMP
  bool default_now = false;   ///< DEFAULT CURRENT_TIMESTAMP
  bool auto_increment = false;
  bool generated = false;
  bool invisible = false;
};

struct Index {
  std::string name;
  bool unique = false;
  bool usable = true; ///< false: a prefix, functional, fulltext, spatial or invisible index
  std::vector<std::string> columns; ///< in index order
};

struct ForeignKey {
  std::vector<std::string> columns;
  std::string referenced_table;
  std::string on_delete; ///< CASCADE, SET NULL, …
  std::string on_update;
};

struct Table {
  std::string schema; ///< the MySQL database
  std::string name;
  std::string engine;
  std::uint64_t rows_estimate = 0;
  bool is_view = false;
  std::vector<Column> columns; ///< in ordinal order
  std::vector<Index> indexes;  ///< the primary key is the one named PRIMARY
  std::vector<ForeignKey> foreign_keys;

  Column const* find(std::string_view column) const noexcept;
  Index const* primary_key() const noexcept;
};

/// True for a collation or charset whose cells are text to be delivered as UTF-8.
bool holds_text(Column const& column) noexcept;

/// True when ORDER BY on the column and `column > ?` with a bound value agree, so that a page can
/// start after the last one. ENUM and SET sort by number and compare by text; unknown types may do
/// anything.
bool orders_by_value(Column const& column) noexcept;

} // namespace mysync
