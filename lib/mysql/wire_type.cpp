#include "mysql/wire_type.hpp"

#include "mysql/text_sql.hpp"

namespace mysync::mysql {

namespace {

bool is_integer(enum_field_types type) noexcept
{
  return type == MYSQL_TYPE_TINY || type == MYSQL_TYPE_SHORT || type == MYSQL_TYPE_INT24 ||
         type == MYSQL_TYPE_LONG || type == MYSQL_TYPE_LONGLONG || type == MYSQL_TYPE_YEAR;
}

bool is_time(enum_field_types type) noexcept
{
  return type == MYSQL_TYPE_DATE || type == MYSQL_TYPE_NEWDATE || type == MYSQL_TYPE_DATETIME ||
         type == MYSQL_TYPE_TIMESTAMP || type == MYSQL_TYPE_TIME;
}

bool is_bytes(enum_field_types type) noexcept
{
  return !is_integer(type) && !is_time(type) && type != MYSQL_TYPE_FLOAT &&
         type != MYSQL_TYPE_DOUBLE && type != MYSQL_TYPE_NEWDECIMAL && type != MYSQL_TYPE_DECIMAL &&
         type != MYSQL_TYPE_BIT;
}

// The number of the character set "binary" in every server.
constexpr unsigned binary_charset = 63;

} // namespace

bool has_wire_type(Column const& column, MYSQL_FIELD const& field) noexcept
{
  bool const same_sign = column.is_unsigned == ((field.flags & UNSIGNED_FLAG) != 0);
  switch (column.type) {
  case ColumnType::tiny_int: return field.type == MYSQL_TYPE_TINY && same_sign;
  case ColumnType::small_int: return field.type == MYSQL_TYPE_SHORT && same_sign;
  case ColumnType::medium_int: return field.type == MYSQL_TYPE_INT24 && same_sign;
  case ColumnType::integer: return field.type == MYSQL_TYPE_LONG && same_sign;
  case ColumnType::big_int: return field.type == MYSQL_TYPE_LONGLONG && same_sign;
  case ColumnType::year: return field.type == MYSQL_TYPE_YEAR;
  case ColumnType::decimal: return field.type == MYSQL_TYPE_NEWDECIMAL;
  case ColumnType::real_float: return field.type == MYSQL_TYPE_FLOAT;
  case ColumnType::real_double: return field.type == MYSQL_TYPE_DOUBLE;
  case ColumnType::bit: return field.type == MYSQL_TYPE_BIT;
  case ColumnType::date: return field.type == MYSQL_TYPE_DATE || field.type == MYSQL_TYPE_NEWDATE;
  case ColumnType::date_time: return field.type == MYSQL_TYPE_DATETIME;
  case ColumnType::timestamp: return field.type == MYSQL_TYPE_TIMESTAMP;
  case ColumnType::time: return field.type == MYSQL_TYPE_TIME;
  case ColumnType::fixed_text:
  case ColumnType::text:
    return is_bytes(field.type) && (field.charsetnr == binary_charset) == arrives_as_octets(column);
  case ColumnType::fixed_binary:
  case ColumnType::binary: return is_bytes(field.type) && field.charsetnr == binary_charset;
  case ColumnType::unknown: return true;
  default: return is_bytes(field.type);
  }
}

} // namespace mysync::mysql
