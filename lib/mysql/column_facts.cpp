#include "mysql/column_facts.hpp"

#include "core/parse_number.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace mysync::mysql {

namespace {

using Word = std::pair<std::string_view, ColumnType>;

constexpr std::array words{
    Word{"tinyint", ColumnType::tiny_int},
    Word{"smallint", ColumnType::small_int},
    Word{"mediumint", ColumnType::medium_int},
    Word{"int", ColumnType::integer},
    Word{"integer", ColumnType::integer},
    Word{"bigint", ColumnType::big_int},
    Word{"decimal", ColumnType::decimal},
    Word{"numeric", ColumnType::decimal},
    Word{"float", ColumnType::real_float},
    Word{"double", ColumnType::real_double},
    Word{"bit", ColumnType::bit},
    Word{"date", ColumnType::date},
    Word{"datetime", ColumnType::date_time},
    Word{"timestamp", ColumnType::timestamp},
    Word{"time", ColumnType::time},
    Word{"year", ColumnType::year},
    Word{"char", ColumnType::fixed_text},
    Word{"varchar", ColumnType::text},
    Word{"tinytext", ColumnType::text},
    Word{"text", ColumnType::text},
    Word{"mediumtext", ColumnType::text},
    Word{"longtext", ColumnType::text},
    Word{"binary", ColumnType::fixed_binary},
    Word{"varbinary", ColumnType::binary},
    Word{"tinyblob", ColumnType::binary},
    Word{"blob", ColumnType::binary},
    Word{"mediumblob", ColumnType::binary},
    Word{"longblob", ColumnType::binary},
    Word{"enum", ColumnType::enumeration},
    Word{"set", ColumnType::set},
    Word{"json", ColumnType::json},
    Word{"geometry", ColumnType::geometry},
    Word{"point", ColumnType::geometry},
    Word{"linestring", ColumnType::geometry},
    Word{"polygon", ColumnType::geometry},
    Word{"multipoint", ColumnType::geometry},
    Word{"multilinestring", ColumnType::geometry},
    Word{"multipolygon", ColumnType::geometry},
    Word{"geomcollection", ColumnType::geometry},
    Word{"geometrycollection", ColumnType::geometry},
    Word{"vector", ColumnType::vector},
    Word{"uuid", ColumnType::uuid},
    Word{"inet4", ColumnType::inet4},
    Word{"inet6", ColumnType::inet6},
};

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

std::string lower(std::string_view text)
{
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char c) { return lower(c); });
  return result;
}

bool contains(std::string_view text, std::string_view part)
{
  return text.find(part) != std::string_view::npos;
}

bool has_word(std::string_view text, std::string_view word)
{
  auto const at = text.find(word);
  if (at == std::string_view::npos) return false;
  auto const end = at + word.size();
  return (at == 0 || text[at - 1] == ' ') && (end == text.size() || text[end] == ' ');
}

bool is_time_of_day(ColumnType type) noexcept
{
  return type == ColumnType::date_time || type == ColumnType::timestamp;
}

/// `CURRENT_TIMESTAMP`, `current_timestamp(6)`; a server writes no other of its names.
bool is_now(std::string_view expression)
{
  return lower(expression).starts_with("current_timestamp");
}

// MariaDB's word for no default, or the default itself, looks like the same word as a text would
// without its quotes.
std::optional<std::string> default_from(std::optional<std::string> const& text, DefaultStyle style)
{
  if (!text || style == DefaultStyle::bare_value) return text;
  if (*text == "NULL") return std::nullopt;
  if (auto literal = quoted_literal(*text); literal && literal->rest.empty())
    return std::move(literal->value);
  return text;
}

void set_size(Column& column, ColumnFacts const& facts)
{
  column.length = number_or_zero(facts.octets);
  switch (column.type) {
  case ColumnType::bit: column.length = number_or_zero(facts.precision); break;
  case ColumnType::decimal:
    column.precision = static_cast<unsigned>(number_or_zero(facts.precision));
    column.scale = static_cast<unsigned>(number_or_zero(facts.scale));
    break;
  case ColumnType::date_time:
  case ColumnType::timestamp:
  case ColumnType::time:
    column.scale = static_cast<unsigned>(number_or_zero(facts.time_precision));
    break;
  default: break;
  }
}

/// What a backslash and this character stand for in the servers' own quoting.
char unescaped(char character) noexcept
{
  switch (character) {
  case '0': return '\0';
  case 'n': return '\n';
  case 'r': return '\r';
  case 't': return '\t';
  case 'Z': return '\x1a';
  default: return character;
  }
}

} // namespace

ColumnType column_type(std::string_view data_type) noexcept
{
  auto const found = std::ranges::find_if(words, [data_type](Word const& word) {
    return std::ranges::equal(word.first, data_type,
                              [](char known, char given) { return known == lower(given); });
  });
  return found == words.end() ? ColumnType::unknown : found->second;
}

std::optional<Literal> quoted_literal(std::string_view text)
{
  if (!text.starts_with('\'')) return std::nullopt;
  Literal literal;
  for (std::size_t i = 1; i < text.size(); ++i) {
    bool const pair = i + 1 < text.size() && (text[i] == '\\' || text.substr(i, 2) == "''");
    if (pair) {
      literal.value += text[i] == '\\' ? unescaped(text[i + 1]) : '\'';
      ++i;
    } else if (text[i] == '\'') {
      literal.rest = text.substr(i + 1);
      return literal;
    } else {
      literal.value += text[i];
    }
  }
  return std::nullopt;
}

std::vector<std::string> members(std::string_view column_type)
{
  std::vector<std::string> result;
  auto const open = column_type.find('(');
  auto const word = lower(column_type.substr(0, open));
  if (open == std::string_view::npos || (word != "enum" && word != "set")) return result;
  auto rest = column_type.substr(open + 1);
  while (auto literal = quoted_literal(rest)) {
    result.push_back(std::move(literal->value));
    rest = literal->rest;
    if (!rest.starts_with(',')) break;
    rest.remove_prefix(1);
  }
  return result;
}

Column column_from(ColumnFacts const& facts, DefaultStyle style)
{
  Column column;
  column.name = facts.name;
  column.type = column_type(facts.data_type);
  column.declared = facts.column_type;
  column.members = members(facts.column_type);
  // A member of an ENUM may contain any word; the attributes of numbers may not.
  auto const attributes = column.members.empty() ? lower(facts.column_type) : std::string();
  column.is_unsigned = has_word(attributes, "unsigned") || has_word(attributes, "zerofill");
  column.nullable = facts.is_nullable == "YES";
  set_size(column, facts);
  column.charset = facts.charset.value_or("");
  column.collation = facts.collation.value_or("");
  column.default_value = default_from(facts.default_value, style);
  column.default_now = is_time_of_day(column.type) && is_now(facts.default_value.value_or(""));
  if (facts.srid) column.srid = static_cast<std::uint32_t>(number_or_zero(facts.srid));
  auto const extra = lower(facts.extra);
  column.on_update_now = contains(extra, "on update");
  column.auto_increment = contains(extra, "auto_increment");
  // Not MySQL's DEFAULT_GENERATED, which is a default that is an expression.
  column.generated = contains(extra, "virtual generated") || contains(extra, "stored generated");
  column.invisible = contains(extra, "invisible");
  return column;
}

} // namespace mysync::mysql
