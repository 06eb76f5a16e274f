#pragma once
// What information_schema says of one column, and the Column it means. Pure text.

#include "core/schema.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mysync::mysql {

/// How a server writes COLUMN_DEFAULT: MySQL the bare value, with a word in EXTRA when it is an
/// expression; MariaDB an SQL expression, a text in quotes, NULL as a word.
enum class DefaultStyle : std::uint8_t { bare_value, sql_expression };

/// A row of information_schema.columns.
struct ColumnFacts {
  std::string name;                          ///< COLUMN_NAME
  std::string data_type;                     ///< DATA_TYPE: `bigint`
  std::string column_type;                   ///< COLUMN_TYPE: `bigint(20) unsigned`
  std::string is_nullable;                   ///< YES or NO
  std::optional<std::string> octets;         ///< CHARACTER_OCTET_LENGTH
  std::optional<std::string> precision;      ///< NUMERIC_PRECISION, also the bits of BIT
  std::optional<std::string> scale;          ///< NUMERIC_SCALE
  std::optional<std::string> time_precision; ///< DATETIME_PRECISION
  std::optional<std::string> charset;        ///< CHARACTER_SET_NAME
  std::optional<std::string> collation;      ///< COLLATION_NAME
  std::optional<std::string> default_value;  ///< COLUMN_DEFAULT
  std::string extra;                         ///< EXTRA
  std::optional<std::string> srid = {};      ///< SRS_ID
};

Column column_from(ColumnFacts const& facts, DefaultStyle style);

/// `unknown` for a word that nobody taught it.
ColumnType column_type(std::string_view data_type) noexcept;

/// The members of `enum('a','it''s','b,c')` or `set(…)`, unquoted; none for another type.
std::vector<std::string> members(std::string_view column_type);

/// The text of a quoted literal at the start of `text`, and what follows it; nothing when there is
/// none.
struct Literal {
  std::string value;
  std::string_view rest;
};
std::optional<Literal> quoted_literal(std::string_view text);

} // namespace mysync::mysql
