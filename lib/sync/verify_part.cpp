// Parts of a table: sampled windows of keys, or the rows that somebody names.

#include "mongo/bulk.hpp"
#include "mongo/id.hpp"
#include "sync/read_specs.hpp"
#include "sync/typed_key.hpp"
#include "sync/verify_table.hpp"

#include <algorithm>
#include <string_view>

namespace mysync::sync {

namespace {

using Octets = std::vector<std::uint8_t>;

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

} // namespace

/// Keys are read to their end, rows and documents only of the chosen windows.
PassEnd TableVerify::sampled()
{
  Chosen const windows(*parts_.request.sample_percent, parts_.request.seed);
  Spill ids(1);
  {
    // In key order, so that a window holds neighbours: that of another index may be any.
    Rows rows(session_, parts_.retries(choice_.table.name),
              without_fields(whole_table(choice_, plan_), plan_), std::nullopt);
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

/// By their rows, and by the ids that the keys make without one.
PassEnd TableVerify::given_keys()
{
  auto const columns = plan_.key_columns();
  std::vector<Position> keys;
  for (auto const& key : parts_.request.keys) keys.push_back(key_position(key, columns));
  std::vector<Octets> of_rows;
  RowLookup(choice_, plan_, session_, retries_)
      .read(
          keys, [&] { of_rows.clear(); },
          [&](Row row) {
            if (auto id = id_of_row(row); !id.empty()) of_rows.push_back(std::move(id));
          });
  Spill ids(1);
  for (auto const& id : of_rows) ids.add(0, id);
  for (auto const& key : keys) {
    auto const id = id_of_key(key, columns);
    if (!id.empty() && std::ranges::find(of_rows, id) == of_rows.end()) ids.add(0, id);
  }
  if (!second_look_.settle(ids, Counting::rows_and_extra)) return PassEnd::stopped;
  result_.documents = result_.equal + result_.differing + result_.extra;
  if (result_.rows + result_.extra < keys.size())
    result_.news.push_back(fmt::format("{} of {} keys have neither a row nor a document",
                                       keys.size() - result_.rows - result_.extra, keys.size()));
  return PassEnd::complete;
}

/// Empty when the `_id` cannot be made without the row.
std::vector<std::uint8_t> TableVerify::id_of_key(Position const& key,
                                                 std::vector<Column const*> const& columns)
{
  std::vector<TypedCell> typed(columns.size());
  std::vector<Cell> cells;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (!typed[i].make(*columns[i], key[i])) return {};
    cells.push_back(typed[i].cell());
  }
  Octets id;
  if (plan_.encode_id(cells, id) == 0) id.clear();
  return id;
}

} // namespace mysync::sync
