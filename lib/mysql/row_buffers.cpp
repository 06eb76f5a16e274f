#include "mysql/row_buffers.hpp"

#include "core/error.hpp"
#include "mysql/wire_type.hpp"

#include <algorithm>
#include <span>
#include <utility>

namespace mysync::mysql {

namespace {

// A cell longer than this is fetched a second time, whole: a copy of 4 KiB wasted is little beside
// fetching what is longer. A table of 200 such columns costs less than a megabyte.
constexpr unsigned long most_bound = 4096;
// Below this nothing is saved by counting bytes.
constexpr unsigned long least_bound = 64;
// A long cell's memory is kept for the next one up to here, and given back beyond.
constexpr unsigned long most_kept = 256UL << 10U;
// A character of one octet in its column may need three here.
constexpr unsigned long growth_to_utf8 = 3;

unsigned long bound_size(Column const& column)
{
  if (column.type == ColumnType::decimal) return 96; // 65 digits, a sign, a point, a zero before it
  if (column.type == ColumnType::bit) return 8;
  if (column.length == 0 || column.length > most_bound) return most_bound;
  auto const growth = holds_text(column) ? growth_to_utf8 : 1;
  return std::clamp(static_cast<unsigned long>(column.length) * growth, least_bound, most_bound);
}

enum_field_types time_type(ColumnType type)
{
  switch (type) {
  case ColumnType::date: return MYSQL_TYPE_DATE;
  case ColumnType::time: return MYSQL_TYPE_TIME;
  case ColumnType::timestamp: return MYSQL_TYPE_TIMESTAMP;
  default: return MYSQL_TYPE_DATETIME;
  }
}

} // namespace

RowBuffers::RowBuffers(std::vector<Column const*> columns)
    : columns_(std::move(columns)), long_columns_(long_columns(columns_)),
      measures_(long_columns_.size()), slots_(columns_.size() + long_columns_.size()),
      binds_(slots_.size()), cells_(columns_.size())
{
  Column measure;
  measure.type = ColumnType::big_int;
  measure.is_unsigned = true;
  for (std::size_t i = 0; i < slots_.size(); ++i)
    bind(i < columns_.size() ? *columns_[i] : measure, slots_[i], binds_[i]);
}

RowBuffers::Arrives RowBuffers::arrival(Column const& column) noexcept
{
  switch (column.type) {
  case ColumnType::tiny_int:
  case ColumnType::small_int:
  case ColumnType::medium_int:
  case ColumnType::integer:
  case ColumnType::big_int:
  case ColumnType::year:
    return column.is_unsigned ? Arrives::unsigned_integer : Arrives::signed_integer;
  case ColumnType::real_float: return Arrives::single;
  case ColumnType::real_double: return Arrives::real;
  case ColumnType::date:
  case ColumnType::date_time:
  case ColumnType::timestamp:
  case ColumnType::time: return Arrives::time;
  default: return Arrives::bytes;
  }
}

void RowBuffers::bind(Column const& column, Slot& slot, MYSQL_BIND& bind)
{
  slot.arrives = arrival(column);
  bind.is_null = &slot.null;
  bind.error = &slot.error;
  bind.length = &slot.length;
  switch (slot.arrives) {
  case Arrives::signed_integer:
  case Arrives::unsigned_integer:
    bind.buffer_type = MYSQL_TYPE_LONGLONG;
    bind.is_unsigned = slot.arrives == Arrives::unsigned_integer;
    bind.buffer = &slot.integer;
    return;
  case Arrives::single:
    bind.buffer_type = MYSQL_TYPE_FLOAT;
    bind.buffer = &slot.single;
    return;
  case Arrives::real:
    bind.buffer_type = MYSQL_TYPE_DOUBLE;
    bind.buffer = &slot.real;
    return;
  case Arrives::time:
    bind.buffer_type = time_type(column.type);
    bind.buffer = &slot.arrived;
    bind.buffer_length = sizeof slot.arrived;
    return;
  case Arrives::bytes:
    slot.capacity = bound_size(column);
    slot.bytes = std::make_unique_for_overwrite<char[]>(slot.capacity);
    bind.buffer_type = MYSQL_TYPE_BLOB;
    bind.buffer = slot.bytes.get();
    bind.buffer_length = slot.capacity;
    return;
  }
}

Column const* RowBuffers::misfit(MYSQL_FIELD const* fields) const noexcept
{
  for (std::size_t i = 0; i < columns_.size(); ++i)
    if (!has_wire_type(*columns_[i], fields[i])) return columns_[i];
  return nullptr;
}

bool RowBuffers::take(MYSQL_STMT* statement)
{
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    auto& slot = slots_[i];
    auto& cell = cells_[i];
    if (slot.null != 0) {
      cell.kind = Cell::Kind::null;
      continue;
    }
    switch (slot.arrives) {
    case Arrives::signed_integer:
      cell.kind = Cell::Kind::signed_integer;
      cell.integer = slot.integer;
      break;
    case Arrives::unsigned_integer:
      cell.kind = Cell::Kind::unsigned_integer;
      cell.natural = slot.natural;
      break;
    case Arrives::single:
      cell.kind = Cell::Kind::real;
      cell.real = static_cast<double>(slot.single);
      break;
    case Arrives::real:
      cell.kind = Cell::Kind::real;
      cell.real = slot.real;
      break;
    case Arrives::time: take_time(slot, cell); break;
    case Arrives::bytes:
      if (!take_bytes(statement, static_cast<unsigned>(i), slot, cell)) return false;
      continue;
    }
    if (slot.error != 0)
      throw failure(Fault::source, "column {}: a value does not fit {}", columns_[i]->name,
                    columns_[i]->declared);
  }
  if (!long_columns_.empty()) note_beginnings();
  return true;
}

void RowBuffers::note_beginnings()
{
  for (std::size_t i = 0; i < measures_.size(); ++i) {
    auto const& slot = slots_[columns_.size() + i];
    measures_[i] = slot.null != 0 ? 0 : slot.natural;
  }
  for_each_group(long_columns_.size(), [this](std::size_t first, std::size_t count) {
    auto const together = std::span(long_columns_).subspan(first, count);
    if (!is_too_large(together, std::span(measures_).subspan(first, count))) return;
    for (std::size_t i = 0; i < count; ++i) {
      auto& cell = cells_[together[i].index];
      if (cell.kind == Cell::Kind::null) continue;
      cell.kind = Cell::Kind::beginning;
      cell.natural = measures_[first + i];
    }
  });
}

void RowBuffers::take_time(Slot& slot, Cell& cell) noexcept
{
  auto const& from = slot.arrived;
  auto& to = slot.time;
  to.year = static_cast<std::int32_t>(from.year);
  to.month = from.month;
  to.day = from.day;
  to.hour = from.hour;
  to.minute = from.minute;
  to.second = from.second;
  to.microsecond = static_cast<std::uint32_t>(from.second_part);
  to.negative = from.neg != 0;
  cell.kind = Cell::Kind::time;
  cell.time = &to;
}

bool RowBuffers::take_bytes(MYSQL_STMT* statement, unsigned index, Slot& slot, Cell& cell)
{
  cell.kind = Cell::Kind::bytes;
  if (slot.long_capacity > most_kept) {
    slot.long_bytes.reset();
    slot.long_capacity = 0;
  }
  if (slot.length <= slot.capacity) {
    cell.bytes = {slot.bytes.get(), slot.length};
    return true;
  }
  if (slot.long_capacity < slot.length) {
    slot.long_bytes = std::make_unique_for_overwrite<char[]>(slot.length);
    slot.long_capacity = slot.length;
  }
  MYSQL_BIND whole{};
  unsigned long length = 0;
  whole.buffer_type = MYSQL_TYPE_BLOB;
  whole.buffer = slot.long_bytes.get();
  whole.buffer_length = slot.long_capacity;
  whole.length = &length;
  // From its beginning: libmariadb does not heed the offset for binary columns.
  if (mysql_stmt_fetch_column(statement, &whole, index, 0) != 0) return false;
  cell.bytes = {slot.long_bytes.get(), length};
  return true;
}

} // namespace mysync::mysql
