// Parts of a table: sampled windows of keys, or the rows that somebody names.

#include "core/error.hpp"
#include "core/text.hpp"
#include "mongo/bulk.hpp"
#include "mongo/id.hpp"
#include "sync/read_specs.hpp"
#include "sync/verify_table.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace mysync::sync {

namespace {

/// Rows of a window: neighbours that a mistake spoils together, and enough windows to choose from.
constexpr std::uint64_t window_rows = 100;
constexpr std::uint64_t everything = 1'000'000;

/// SplitMix64: every bit of the result depends on every bit of the number.
std::uint64_t mixed(std::uint64_t number) noexcept
{
  number += 0x9e3779b97f4a7c15U;
  number = (number ^ (number >> 30U)) * 0xbf58476d1ce4e5b9U;
  number = (number ^ (number >> 27U)) * 0x94d049bb133111ebU;
  return number ^ (number >> 31U);
}

class Chosen {
public:
  Chosen(double percent, std::uint64_t seed)
      : most_(static_cast<std::uint64_t>(percent / 100 * static_cast<double>(everything))),
        seed_(mixed(seed))
  {}
  bool has(std::uint64_t number) const noexcept
  {
    return mixed(number ^ seed_) % everything < most_;
  }

private:
  std::uint64_t most_, seed_;
};

/// The cell that a column's value would have come as; nothing for types that are not typed by hand.
bool make_cell(Column const& column, PositionValue const& value, Cell& cell)
{
  auto const* const begin = value.value.data();
  auto const* const end = begin + value.value.size();
  switch (column.type) {
  case ColumnType::tiny_int:
  case ColumnType::small_int:
  case ColumnType::medium_int:
  case ColumnType::integer:
  case ColumnType::big_int:
  case ColumnType::year:
    cell.kind = column.is_unsigned ? Cell::Kind::unsigned_integer : Cell::Kind::signed_integer;
    return (column.is_unsigned ? std::from_chars(begin, end, cell.natural)
                               : std::from_chars(begin, end, cell.integer))
               .ptr == end;
  case ColumnType::decimal:
  case ColumnType::fixed_text:
  case ColumnType::text:
  case ColumnType::enumeration:
  case ColumnType::fixed_binary:
  case ColumnType::binary:
    cell.kind = Cell::Kind::bytes;
    cell.bytes = value.value;
    return true;
  default: return false;
  }
}

std::optional<std::string> octets_of_hex(std::string_view text)
{
  if (!text.starts_with("0x") || text.size() % 2 != 0) return std::nullopt;
  std::string octets;
  for (std::size_t at = 2; at < text.size(); at += 2) {
    unsigned octet = 0;
    auto const pair = text.substr(at, 2);
    if (std::from_chars(pair.data(), pair.data() + 2, octet, 16).ptr != pair.data() + 2)
      return std::nullopt;
    octets += static_cast<char>(octet);
  }
  return octets;
}

} // namespace

/// Keys are read to their end, rows and documents only of the chosen windows.
PassEnd TableVerify::sampled()
{
  Chosen const windows(*parts_.request.sample_percent, parts_.request.seed);
  Spill ids(1);
  {
    Rows rows(session_, parts_.retries(choice_.table.name), every_key(choice_, plan_),
              std::nullopt);
    std::vector<std::uint8_t> id;
    std::uint64_t number = 0;
    while (auto const row = rows.next()) {
      if (parts_.stopped()) return PassEnd::stopped;
      if (!windows.has(number++ / window_rows)) continue;
      id.clear();
      if (plan_.encode_id(row->first(plan_.key().size()), id) > 0) ids.add(0, id);
    }
  }
  if (!second_look_.settle(ids, Counting::rows)) return PassEnd::stopped;
  if (sampled_extra() == PassEnd::stopped) return PassEnd::stopped;
  result_.documents = result_.equal + result_.differing + result_.extra;
  remember(false, counts());
  return PassEnd::complete;
}

/// Documents have no windows of the source's order: a share of their ids.
PassEnd TableVerify::sampled_extra()
{
  Chosen const chosen(*parts_.request.sample_percent, parts_.request.seed);
  mongo::Documents const documents(parts_.target, choice_.collection);
  Spill ids(1);
  std::vector<std::uint8_t> comparable;
  with_retries(retries_, [&] {
    ids = Spill(1);
    mongo::for_each_id(documents, [&](std::span<std::uint8_t const> id) {
      comparable.clear();
      mongo::append_comparable(id, comparable);
      std::string_view const text(reinterpret_cast<char const*>(comparable.data()),
                                  comparable.size());
      if (chosen.has(std::hash<std::string_view>{}(text))) ids.add(0, id);
      return !parts_.stopped();
    });
  });
  if (parts_.stopped()) return PassEnd::stopped;
  return second_look_.settle(ids, Counting::extra) ? PassEnd::complete : PassEnd::stopped;
}

Position TableVerify::key_from(std::string const& text) const
{
  Position key;
  auto const parts = plan_.key().size();
  std::string_view rest = text;
  for (std::size_t i = 0; i < parts; ++i) {
    bool const last = i + 1 == parts;
    auto const end = last ? rest.npos : rest.find('/');
    if (!last && end == rest.npos)
      throw failure(Fault::usage, "table {}: key '{}' has not {} parts; write them as 7/1",
                    choice_.table.name, escaped(text), parts);
    auto const part = rest.substr(0, end);
    auto const type = plan_.columns()[plan_.key()[i]]->type;
    bool const binary = type == ColumnType::binary || type == ColumnType::fixed_binary;
    auto const octets = binary ? octets_of_hex(part) : std::nullopt;
    key.push_back({binary ? PositionValue::Kind::bytes : PositionValue::Kind::text,
                   octets.value_or(std::string(part))});
    if (!last) rest.remove_prefix(end + 1);
  }
  return key;
}

/// By their rows, and by the ids that the keys make without one.
PassEnd TableVerify::given_keys()
{
  Spill ids(1);
  std::vector<Position> keys;
  std::vector<std::vector<std::uint8_t>> made;
  std::vector<Column const*> columns;
  for (auto const index : plan_.key()) columns.push_back(plan_.columns()[index]);
  for (auto const& text : parts_.request.keys) {
    keys.push_back(key_from(text));
    std::vector<Cell> cells(columns.size());
    bool known = true;
    for (std::size_t i = 0; i < columns.size(); ++i)
      known = known && make_cell(*columns[i], keys.back()[i], cells[i]);
    std::vector<std::uint8_t> id;
    if (known && plan_.encode_id(cells, id) > 0) made.push_back(std::move(id));
  }
  std::vector<std::vector<std::uint8_t>> of_rows;
  RowLookup(choice_, plan_, session_, retries_)
      .read(
          keys, [&] { of_rows.clear(); },
          [&](Row row) {
            std::vector<Cell> cells;
            for (auto const index : plan_.key()) cells.push_back(row[index]);
            std::vector<std::uint8_t> id;
            if (plan_.encode_id(cells, id) > 0) of_rows.push_back(std::move(id));
          });
  for (auto const& id : of_rows) ids.add(0, id);
  for (auto const& id : made)
    if (std::ranges::find(of_rows, id) == of_rows.end()) ids.add(0, id);
  if (!second_look_.settle(ids, Counting::rows)) return PassEnd::stopped;
  result_.documents = result_.equal + result_.differing + result_.extra;
  if (result_.rows + result_.extra < keys.size())
    result_.news.push_back(fmt::format("{} of {} keys have neither a row nor a document",
                                       keys.size() - result_.rows - result_.extra, keys.size()));
  return PassEnd::complete;
}

} // namespace mysync::sync
