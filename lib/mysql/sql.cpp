#include "mysql/sql.hpp"

#include "mysql/long_columns.hpp"
#include "mysql/text_sql.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <span>

namespace mysync::mysql {

namespace {

/// Conditions joined by AND, and their parameters in the order of their `?`.
class Conditions {
public:
  void add(std::string text) { texts_.push_back(std::move(text)); }

  void compare(Column const& column, char const* comparison, PositionValue const& value)
  {
    add(fmt::format("{} {} ?", quoted(column.name), comparison));
    parameters_.push_back({&column, value});
  }

  void equal(Column const& column, PositionValue const& value)
  {
    if (value.kind == PositionValue::Kind::null)
      add(quoted(column.name) + " IS NULL");
    else
      compare(column, "=", value);
  }

  // NULL sorts before every value.
  void behind(Column const& column, PositionValue const& value)
  {
    if (value.kind == PositionValue::Kind::null)
      add(quoted(column.name) + " IS NOT NULL");
    else
      compare(column, ">", value);
  }

  /// At most `last`, in the order of the columns: `a <= ? AND (a < ? OR b <= ?)`. The first
  /// comparison is what the server ends its range by.
  void not_behind(ReadSpec const& spec, Position const& last)
  {
    std::string text;
    for (std::size_t i = 0; i < last.size(); ++i) {
      auto const& column = *spec.columns[spec.order[i]];
      auto const name = quoted(column.name);
      bool const is_last = i + 1 == last.size();
      text +=
          is_last ? fmt::format("{} <= ?", name) : fmt::format("{0} <= ? AND ({0} < ? OR ", name);
      parameters_.insert(parameters_.end(), is_last ? 1 : 2, Parameter{&column, last[i]});
    }
    add(text + std::string(last.size() - 1, ')'));
  }

  std::string text() const
  {
    return texts_.empty() ? "" : fmt::format(" WHERE {}", fmt::join(texts_, " AND "));
  }
  std::vector<Parameter> take_parameters() { return std::move(parameters_); }

private:
  std::vector<std::string> texts_;
  std::vector<Parameter> parameters_;
};

std::string select_from(ReadSpec const& spec, std::string const& index)
{
  std::vector<std::string> names;
  names.reserve(spec.columns.size());
  for (auto const* column : spec.columns) names.push_back(selected(*column));
  auto const may_be_long = long_columns(spec.columns);
  for_each_group(may_be_long.size(), [&](std::size_t first, std::size_t count) {
    auto const together = std::span(may_be_long).subspan(first, count);
    for (auto const& one : together) {
      auto& name = names[one.index];
      name = whole_or_beginning(spec.columns, together, *spec.columns[one.index], name);
    }
  });
  for (auto const& one : may_be_long) names.push_back(measure(*spec.columns[one.index]));
  auto sql = fmt::format("SELECT {} FROM {}.{}", fmt::join(names, ", "), quoted(spec.schema),
                         quoted(spec.table));
  if (!index.empty()) sql += fmt::format(" FORCE INDEX ({})", quoted(index));
  return sql;
}

Conditions configured(ReadSpec const& spec)
{
  Conditions conditions;
  // On lines of its own, so that a comment at its end does not swallow what follows.
  if (!spec.where.empty()) conditions.add(fmt::format("(\n{}\n)", spec.where));
  return conditions;
}

Conditions bounded(ReadSpec const& spec)
{
  auto conditions = configured(spec);
  for (auto const& bound : spec.bounds) {
    if (bound.low.kind != PositionValue::Kind::null)
      conditions.compare(*bound.column, ">=", bound.low);
    if (bound.high.kind != PositionValue::Kind::null)
      conditions.compare(*bound.column, "<=", bound.high);
  }
  for (auto const* column : spec.null_columns) conditions.equal(*column, {});
  if (spec.until) conditions.not_behind(spec, *spec.until);
  return conditions;
}

std::string order_by(ReadSpec const& spec, std::span<std::size_t const> order)
{
  std::vector<std::string> names;
  names.reserve(order.size());
  for (auto const index : order) names.push_back(quoted(spec.columns[index]->name));
  return names.empty() ? "" : fmt::format(" ORDER BY {}", fmt::join(names, ", "));
}

Statement one_stream(ReadSpec const& spec, std::optional<Position> const& after)
{
  auto conditions = bounded(spec);
  std::span<std::size_t const> order(spec.order);
  if (!order.empty()) {
    auto const& first = *spec.columns[order.front()];
    // A value that the server does not order by its text cannot be continued from: all over again.
    if (after && orders_by_value(first) && after->front().kind != PositionValue::Kind::null)
      conditions.compare(first, ">=", after->front());
    order = order.first(1);
  }
  auto sql = select_from(spec, spec.index) + conditions.text() + order_by(spec, order);
  return {std::move(sql), conditions.take_parameters()};
}

/// The rows whose first `ties` order columns equal the position and whose next one is behind it.
Statement page_part(ReadSpec const& spec, Position const& after, std::size_t ties,
                    std::uint64_t limit)
{
  auto conditions = bounded(spec);
  std::span<std::size_t const> const order(spec.order);
  for (std::size_t i = 0; i < ties; ++i) conditions.equal(*spec.columns[order[i]], after[i]);
  conditions.behind(*spec.columns[order[ties]], after[ties]);
  // The tied columns are constant: without them no server has to find out that it need not sort.
  auto sql = select_from(spec, spec.index) + conditions.text() +
             order_by(spec, order.subspan(ties)) + fmt::format(" LIMIT {}", limit);
  return {std::move(sql), conditions.take_parameters()};
}

Statement first_page(ReadSpec const& spec, std::uint64_t limit)
{
  auto conditions = bounded(spec);
  auto sql = select_from(spec, spec.index) + conditions.text() + order_by(spec, spec.order) +
             fmt::format(" LIMIT {}", limit);
  return {std::move(sql), conditions.take_parameters()};
}

/// `a = ? AND b = ?` for one key of several columns, in parentheses.
std::string key_condition(ReadSpec const& spec, std::vector<std::size_t> const& key)
{
  std::vector<std::string> parts;
  parts.reserve(key.size());
  for (auto const index : key) parts.push_back(quoted(spec.columns[index]->name) + " = ?");
  return fmt::format("({})", fmt::join(parts, " AND "));
}

} // namespace

std::string quoted(std::string_view name)
{
  std::string text = "`";
  for (char const character : name) {
    if (character == '`') text += '`';
    text += character;
  }
  return text += '`';
}

std::vector<Statement> page(ReadSpec const& spec, std::optional<Position> const& after,
                            std::uint64_t limit)
{
  if (spec.paging == Paging::one_stream) return {one_stream(spec, after)};
  if (!after) return {first_page(spec, limit)};
  std::vector<Statement> statements;
  statements.reserve(spec.order.size());
  for (std::size_t ties = spec.order.size(); ties-- > 0;)
    statements.push_back(page_part(spec, *after, ties, limit));
  return statements;
}

std::vector<Statement> cut(ReadSpec const& spec, std::optional<Position> const& after,
                           std::uint64_t rows)
{
  ReadSpec keys;
  keys.schema = spec.schema;
  keys.table = spec.table;
  keys.index = spec.index;
  for (auto const index : spec.order) {
    keys.order.push_back(keys.columns.size());
    keys.columns.push_back(spec.columns[index]);
  }
  auto statements = page(keys, after, 1);
  for (auto& statement : statements) statement.sql += fmt::format(" OFFSET {}", rows - 1);
  return statements;
}

Statement lookup(ReadSpec const& spec, std::vector<std::size_t> const& key,
                 std::vector<Position> const& keys)
{
  auto conditions = configured(spec);
  auto const one = key.size() == 1;
  std::vector<std::string> const each(keys.size(), one ? "?" : key_condition(spec, key));
  if (keys.empty())
    conditions.add("FALSE");
  else if (one)
    conditions.add(
        fmt::format("{} IN ({})", quoted(spec.columns[key.front()]->name), fmt::join(each, ", ")));
  else
    conditions.add(fmt::format("({})", fmt::join(each, " OR ")));
  Statement statement{select_from(spec, spec.index) + conditions.text(), {}};
  for (auto const& position : keys)
    for (std::size_t i = 0; i < key.size(); ++i)
      statement.parameters.push_back({spec.columns[key[i]], position[i]});
  return statement;
}

Statement newest(ReadSpec const& spec, Column const& column)
{
  auto const name = quoted(column.name);
  ReadSpec only = spec;
  only.columns = {&column};
  return {select_from(only, spec.index) + configured(spec).text() +
              fmt::format(" ORDER BY {} DESC LIMIT 1", name),
          {}};
}

std::string zero_date(Column const& column)
{
  switch (column.type) {
  case ColumnType::date: return date_text({});
  case ColumnType::date_time:
  case ColumnType::timestamp: return date_time_text({}, column.scale);
  default: return {};
  }
}

Statement newest_and_zero(ReadSpec const& spec, Column const& column)
{
  ReadSpec only = spec;
  only.columns = {&column};
  auto const select = select_from(only, spec.index);
  auto const name = quoted(column.name);
  auto const from = select.substr(select.find(" FROM "));
  if (spec.index.empty()) { // two looks would be two scans
    return {fmt::format("SELECT MAX({0}), MAX(CASE WHEN {0} = '{2}' THEN {0} END){1}", name, from,
                        zero_date(column)),
            {}};
  }
  return {fmt::format("SELECT {0}, (SELECT {0}{1} WHERE {0} = '{2}' LIMIT 1){1} ORDER BY {0} DESC "
                      "LIMIT 1",
                      name, from, zero_date(column)),
          {}};
}

} // namespace mysync::mysql
