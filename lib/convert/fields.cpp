#include "convert/fields.hpp"

#include "core/error.hpp"
#include "core/text.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

namespace mysync::convert {

namespace {

// `name` as a TOML string; identifiers hold neither quotes nor backslashes as a rule.
std::string toml_string(std::string_view name)
{
  std::string out = "\"";
  for (char const character : escaped(name)) {
    if (character == '"') out += '\\';
    out += character;
  }
  return out + '"';
}

enum class Place { field, part_of_id };

// Why MongoDB, or what reads from it, would not take the name.
std::optional<std::string_view> objection(std::string_view field, Place place)
{
  if (field.empty()) return "is empty";
  if (field.starts_with('$')) return "begins with $";
  if (field.find('.') != std::string_view::npos) return "contains a dot";
  if (field.find('\0') != std::string_view::npos) return "contains a NUL";
  if (place == Place::field && field == "_id") return "belongs to the key";
  return std::nullopt;
}

class Names {
public:
  Names(Table const& table, Mapping const& mapping) : table_(table), mapping_(mapping) {}

  std::string const& of(Column const& column) const
  {
    auto const renamed = mapping_.rename.find(column.name);
    return renamed == mapping_.rename.end() ? column.name : renamed->second;
  }

  /// Empty when there is none.
  std::string problem(Column const& column, Place place) const
  {
    auto const& field = of(column);
    auto const reason = objection(field, place);
    if (!reason) return {};
    return fmt::format("the field name {} {}; add columns.rename = {{ {} = {} }}",
                       toml_string(field), *reason, toml_string(column.name),
                       toml_string(suggestion(field)));
  }

  void check(Column const& column, Place place) const
  {
    if (auto const found = problem(column, place); !found.empty())
      throw failure(Fault::config, "table {}: column {}: {}", table_.name, column.name, found);
  }

private:
  bool taken(std::string_view field) const
  {
    return std::ranges::any_of(table_.columns,
                               [&](Column const& other) { return of(other) == field; });
  }

  std::string suggestion(std::string field) const
  {
    field.erase(0, field.find_first_not_of('$'));
    std::erase(field, '\0');
    std::ranges::replace(field, '.', '_');
    if (field == "_id") field = "id";
    if (field.empty()) field = "field";
    while (taken(field)) field += '_';
    return field;
  }

  Table const& table_;
  Mapping const& mapping_;
};

void check_exists(Table const& table, std::string_view column, std::string_view where)
{
  if (table.find(column) != nullptr) return;
  std::vector<std::string> known;
  for (auto const& candidate : table.columns) known.push_back(candidate.name);
  auto const near = closest(column, known);
  throw failure(Fault::config, "table {}: {} names the column {}, which is not there{}", table.name,
                where, toml_string(column),
                near ? "; did you mean " + toml_string(*near) + "?" : std::string());
}

void check_columns(Table const& table, Mapping const& mapping)
{
  if (mapping.key.empty())
    throw failure(Fault::config, "table {}: no key; add key = [\"…\"]", table.name);
  for (auto const& name : mapping.key) {
    check_exists(table, name, "key");
    if (std::ranges::count(mapping.key, name) > 1)
      throw failure(Fault::config, "table {}: key names the column {} twice", table.name,
                    toml_string(name));
  }
  for (auto const& name : mapping.order) check_exists(table, name, "cursor");
  for (auto const& name : mapping.exclude) check_exists(table, name, "columns.exclude");
  for (auto const& [name, field] : mapping.rename) check_exists(table, name, "columns.rename");
  for (auto const& [name, type] : mapping.types) check_exists(table, name, "columns.type");
}

void check_distinct(Table const& table, std::vector<Column const*> const& columns,
                    std::vector<MappedColumn> const& fields)
{
  for (auto const& one : fields)
    for (auto const& other : fields)
      if (one.index < other.index && one.field == other.field)
        throw failure(
            Fault::config,
            "table {}: the columns {} and {} would both be the field {}; change columns.rename",
            table.name, columns[one.index]->name, columns[other.index]->name,
            toml_string(one.field));
}

bool contains(auto const& names, std::string const& name)
{
  return std::ranges::find(names, name) != names.end();
}

} // namespace

Fields fields_of(Table const& table, Mapping const& mapping)
{
  check_columns(table, mapping);
  Names const names(table, mapping);
  auto const composite = mapping.key.size() > 1;
  Fields out;
  for (auto const& column : table.columns) {
    auto const in_key = contains(mapping.key, column.name);
    auto const excluded = mapping.exclude.contains(column.name);
    if (excluded && !in_key && !contains(mapping.order, column.name)) continue;
    out.columns.push_back(&column);
    if (in_key || !excluded) out.shown.push_back(out.columns.size() - 1);
    auto const is_field = !excluded && (!in_key || mapping.keep_key);
    auto const is_id_already = in_key && !composite && names.of(column) == "_id";
    if (!is_field || is_id_already) continue;
    names.check(column, Place::field);
    out.fields.push_back({out.columns.size() - 1, names.of(column)});
  }
  for (auto const& name : mapping.key) {
    auto const found = std::ranges::find(out.columns, name, &Column::name);
    out.key.push_back(static_cast<std::size_t>(found - out.columns.begin()));
    if (composite) names.check(**found, Place::part_of_id);
    out.id.push_back({out.key.back(), composite ? names.of(**found) : "_id"});
  }
  check_distinct(table, out.columns, out.fields);
  check_distinct(table, out.columns, out.id);
  return out;
}

std::string name_problem(Table const& table, Mapping const& mapping, Column const& column)
{
  Names const names(table, mapping);
  auto const in_key = contains(mapping.key, column.name);
  auto const composite = mapping.key.size() > 1;
  if (in_key && composite) {
    if (auto found = names.problem(column, Place::part_of_id); !found.empty()) return found;
  }
  auto const excluded = mapping.exclude.contains(column.name);
  if (excluded || (in_key && !mapping.keep_key)) return {};
  if (in_key && !composite && names.of(column) == "_id") return {};
  return names.problem(column, Place::field);
}

} // namespace mysync::convert
