#include "mongo/key.hpp"

#include "mongo/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace mysync::mongo {

namespace {

using Kind = PositionValue::Kind;

std::optional<PositionValue> text(std::string value)
{
  return PositionValue{Kind::text, std::move(value)};
}

std::optional<PositionValue> date_value(Column const& column, std::int64_t milliseconds)
{
  using namespace std::chrono;
  sys_time<std::chrono::milliseconds> const at{std::chrono::milliseconds(milliseconds)};
  auto const days = floor<std::chrono::days>(at);
  year_month_day const date(days);
  hh_mm_ss const clock(at - days);
  auto const year = static_cast<int>(date.year());
  std::int64_t unit = 1000; // the milliseconds that the column can hold
  for (unsigned digit = 0; digit < column.scale && unit > 1; ++digit) unit /= 10;
  if (column.type == ColumnType::date) unit = 86'400'000;
  if (year < 0 || year > 9999 || milliseconds % unit != 0) return std::nullopt;
  Time const time{.year = static_cast<int>(date.year()),
                  .month = static_cast<unsigned>(date.month()),
                  .day = static_cast<unsigned>(date.day()),
                  .hour = static_cast<std::uint32_t>(clock.hours().count()),
                  .minute = static_cast<std::uint32_t>(clock.minutes().count()),
                  .second = static_cast<std::uint32_t>(clock.seconds().count()),
                  .microsecond = static_cast<std::uint32_t>(clock.subseconds().count()) * 1000};
  if (column.type == ColumnType::date) return text(date_text(time));
  return text(date_time_text(time, column.scale));
}

std::optional<PositionValue> binary_value(Column const& column, bson_iter_t const& at)
{
  bson_subtype_t subtype{};
  std::uint32_t size = 0;
  std::uint8_t const* data = nullptr;
  bson_iter_binary(&at, &subtype, &size, &data);
  if (column.type == ColumnType::bit) {
    std::uint64_t bits = 0;
    for (std::uint32_t i = 0; i < size; ++i) bits = bits << 8U | data[i];
    return text(std::to_string(bits));
  }
  if (column.type != ColumnType::uuid) {
    return PositionValue{Kind::bytes, std::string(reinterpret_cast<char const*>(data), size)};
  }
  if (size != 16) return std::nullopt;
  std::string uuid;
  for (std::uint32_t i = 0; i < size; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) uuid += '-';
    uuid += fmt::format("{:02x}", data[i]);
  }
  return text(uuid);
}

std::optional<PositionValue> real_value(Column const& column, double value)
{
  std::array<char, 32> buffer{};
  auto const end =
      column.type == ColumnType::real_float
          ? std::to_chars(buffer.data(), buffer.data() + buffer.size(), static_cast<float>(value))
                .ptr
          : std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  return text(std::string(buffer.data(), end));
}

/// Digits and what parts them, as the server writes a time; nothing else could be bound as one.
bool may_be_value(Column const& column, std::string const& text)
{
  bool const is_time = column.type == ColumnType::date_time ||
                       column.type == ColumnType::timestamp || column.type == ColumnType::time;
  return !is_time || (std::count(text.begin(), text.end(), ':') == 2 &&
                      text.find_first_not_of("0123456789-:. ") == std::string::npos);
}

std::optional<PositionValue> value_of(Column const& column, bson_iter_t const& at)
{
  switch (bson_iter_type(&at)) {
  case BSON_TYPE_INT32:
  case BSON_TYPE_INT64:
    if (column.is_unsigned && bson_iter_as_int64(&at) < 0) return std::nullopt;
    return text(std::to_string(bson_iter_as_int64(&at)));
  case BSON_TYPE_BOOL: return text(bson_iter_bool(&at) ? "1" : "0");
  case BSON_TYPE_DOUBLE: return real_value(column, bson_iter_double(&at));
  case BSON_TYPE_DATE_TIME: return date_value(column, bson_iter_date_time(&at));
  case BSON_TYPE_BINARY: return binary_value(column, at);
  case BSON_TYPE_DECIMAL128: {
    bson_decimal128_t decimal;
    std::array<char, BSON_DECIMAL128_STRING> digits{};
    bson_iter_decimal128(&at, &decimal);
    bson_decimal128_to_string(&decimal, digits.data());
    return text(digits.data());
  }
  case BSON_TYPE_UTF8: {
    std::uint32_t size = 0;
    char const* const octets = bson_iter_utf8(&at, &size);
    std::string value(octets, size);
    return may_be_value(column, value) ? text(std::move(value)) : std::nullopt;
  }
  default: return std::nullopt;
  }
}

/// Whether the BSON type is one that the column's key values have; a foreign document's `_id` must
/// not be bound as something the server would have to guess about.
bool fits(Column const& column, bson_type_t type)
{
  switch (column.type) {
  case ColumnType::tiny_int:
  case ColumnType::small_int:
  case ColumnType::medium_int:
  case ColumnType::integer:
  case ColumnType::big_int:
  case ColumnType::year: return type == BSON_TYPE_INT32 || type == BSON_TYPE_INT64;
  case ColumnType::decimal: return type == BSON_TYPE_DECIMAL128;
  case ColumnType::real_float:
  case ColumnType::real_double: return type == BSON_TYPE_DOUBLE;
  case ColumnType::bit:
    return type == BSON_TYPE_BOOL || type == BSON_TYPE_INT64 || type == BSON_TYPE_BINARY;
  case ColumnType::date: return type == BSON_TYPE_DATE_TIME;
  case ColumnType::date_time:
  case ColumnType::timestamp: return type == BSON_TYPE_DATE_TIME || type == BSON_TYPE_UTF8;
  case ColumnType::fixed_binary:
  case ColumnType::binary:
  case ColumnType::geometry:
  case ColumnType::vector:
  case ColumnType::uuid: return type == BSON_TYPE_BINARY;
  default: return type == BSON_TYPE_UTF8;
  }
}

} // namespace

std::optional<Position> key_of(std::span<std::uint8_t const> id_element,
                               std::vector<Column const*> const& columns)
{
  ElementDocument const element(id_element);
  bson_iter_t at;
  if (!find_at(element.get(), "_id", at)) return std::nullopt;
  if (columns.size() > 1) {
    bson_iter_t inner;
    if (!BSON_ITER_HOLDS_DOCUMENT(&at) || !bson_iter_recurse(&at, &inner)) return std::nullopt;
    at = inner;
    if (!bson_iter_next(&at)) return std::nullopt;
  }
  Position key;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (i > 0 && !bson_iter_next(&at)) return std::nullopt;
    if (!fits(*columns[i], bson_iter_type(&at))) return std::nullopt;
    auto value = value_of(*columns[i], at);
    if (!value) return std::nullopt;
    key.push_back(*std::move(value));
  }
  if (columns.size() > 1 && bson_iter_next(&at)) return std::nullopt;
  return key;
}

} // namespace mysync::mongo
