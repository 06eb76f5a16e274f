#include "mysql/parameters.hpp"

#include "core/parse_number.hpp"

#include <charconv>
#include <string>

namespace mysync::mysql {

namespace {

Error no_value(Parameter const& parameter)
{
  return failure(Fault::data, "column {}: '{}' is not a value of its type, {}",
                 parameter.column->name, parameter.value.value, parameter.column->declared);
}

template <class Number> Number number(Parameter const& parameter)
{
  auto const number = parse_number<Number>(parameter.value.value);
  if (!number) throw no_value(parameter);
  return *number;
}

/// Reads digits and the separator behind them; a missing separator at the end of the text is fine.
class Scanner {
public:
  explicit Scanner(std::string_view text) : rest_(text) {}
  bool take(char character)
  {
    if (rest_.empty() || rest_.front() != character) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool take(unsigned& value)
  {
    auto const [end, problem] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return problem == std::errc{};
  }
  /// `.5` is 500,000 microseconds.
  bool take_fraction(unsigned long& microseconds)
  {
    if (!take('.')) return true;
    unsigned long unit = 100'000;
    for (; !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9' && unit > 0; unit /= 10) {
      microseconds += unit * static_cast<unsigned long>(rest_.front() - '0');
      rest_.remove_prefix(1);
    }
    return unit != 100'000;
  }
  bool done() const noexcept { return rest_.empty(); }

private:
  std::string_view rest_;
};

bool take_clock(Scanner& text, MYSQL_TIME& time)
{
  return text.take(time.hour) && text.take(':') && text.take(time.minute) && text.take(':') &&
         text.take(time.second) && text.take_fraction(time.second_part);
}

bool take_date(Scanner& text, MYSQL_TIME& time)
{
  return text.take(time.year) && text.take('-') && text.take(time.month) && text.take('-') &&
         text.take(time.day);
}

MYSQL_TIME time(Parameter const& parameter)
{
  auto const time = parse_time(parameter.value.value, parameter.column->type);
  if (!time) throw no_value(parameter);
  return *time;
}

enum_field_types bound_type(ColumnType type) noexcept
{
  switch (type) {
  case ColumnType::tiny_int:
  case ColumnType::small_int:
  case ColumnType::medium_int:
  case ColumnType::integer:
  case ColumnType::big_int:
  case ColumnType::year:
  case ColumnType::bit: return MYSQL_TYPE_LONGLONG;
  case ColumnType::real_float:
  case ColumnType::real_double: return MYSQL_TYPE_DOUBLE;
  case ColumnType::decimal: return MYSQL_TYPE_NEWDECIMAL;
  case ColumnType::date: return MYSQL_TYPE_DATE;
  case ColumnType::time: return MYSQL_TYPE_TIME;
  case ColumnType::date_time:
  case ColumnType::timestamp: return MYSQL_TYPE_DATETIME;
  case ColumnType::fixed_binary:
  case ColumnType::binary:
  case ColumnType::geometry:
  case ColumnType::vector:
  case ColumnType::unknown: return MYSQL_TYPE_BLOB;
  case ColumnType::fixed_text:
  case ColumnType::text:
  case ColumnType::enumeration:
  case ColumnType::set:
  case ColumnType::json:
  case ColumnType::uuid:
  case ColumnType::inet4:
  case ColumnType::inet6: return MYSQL_TYPE_STRING;
  }
  return MYSQL_TYPE_STRING;
}

} // namespace

std::optional<MYSQL_TIME> parse_time(std::string_view text, ColumnType type)
{
  Scanner rest(text);
  MYSQL_TIME time{};
  if (type == ColumnType::time) {
    time.time_type = MYSQL_TIMESTAMP_TIME;
    time.neg = rest.take('-');
    if (!take_clock(rest, time) || !rest.done()) return std::nullopt;
    // The protocol has one byte for the hour, and a number of days beside it.
    time.day = time.hour / 24;
    time.hour %= 24;
    return time;
  }
  if (!take_date(rest, time)) return std::nullopt;
  time.time_type = rest.done() ? MYSQL_TIMESTAMP_DATE : MYSQL_TIMESTAMP_DATETIME;
  if (!rest.done() && !(rest.take(' ') && take_clock(rest, time))) return std::nullopt;
  return rest.done() ? std::optional(time) : std::nullopt;
}

Parameters::Parameters(std::vector<Parameter> const& values)
    : values_(values.size()), binds_(values.size())
{
  for (std::size_t i = 0; i < values.size(); ++i) bind(values[i], values_[i], binds_[i]);
}

void Parameters::bind(Parameter const& parameter, Value& value, MYSQL_BIND& bind)
{
  if (parameter.value.kind == PositionValue::Kind::null) {
    bind.buffer_type = MYSQL_TYPE_NULL;
    return;
  }
  bind.buffer_type = bound_type(parameter.column->type);
  switch (bind.buffer_type) {
  case MYSQL_TYPE_LONGLONG:
    bind.is_unsigned = parameter.column->is_unsigned || parameter.column->type == ColumnType::bit;
    if (bind.is_unsigned != 0)
      value.natural = number<std::uint64_t>(parameter);
    else
      value.integer = number<std::int64_t>(parameter);
    bind.buffer = &value.integer;
    return;
  case MYSQL_TYPE_DOUBLE:
    // For a FLOAT the float nearest to the text, as the double that the column's value is compared
    // as.
    value.real = parameter.column->type == ColumnType::real_float
                     ? static_cast<double>(number<float>(parameter))
                     : number<double>(parameter);
    bind.buffer = &value.real;
    return;
  case MYSQL_TYPE_DATE:
  case MYSQL_TYPE_TIME:
  case MYSQL_TYPE_DATETIME:
    value.time = time(parameter);
    bind.buffer = &value.time;
    return;
  default:
    // Borrowed: the parameter lives until the statement was executed.
    auto const& text = parameter.value.value;
    value.length = text.size();
    bind.buffer = const_cast<char*>(text.data());
    bind.buffer_length = value.length;
    bind.length = &value.length;
  }
}

} // namespace mysync::mysql
