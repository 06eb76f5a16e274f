// Parts of a table: sampled windows of keys, or the rows that somebody names.

#include "core/text.hpp"
#include "mongo/bulk.hpp"
#include "mongo/id.hpp"
#include "sync/read_specs.hpp"
#include "sync/sample.hpp"
#include "sync/typed_key.hpp"
#include "sync/verify_table.hpp"

#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace mysync::sync {

namespace {

using Octets = std::vector<std::uint8_t>;

} // namespace

/// Keys are read to their end, rows and documents only of the chosen windows.
PassEnd TableVerify::sampled()
{
  SampleReach reach;
  Sample windows(*parts_.request.sample_percent, parts_.request.seed);
  {
    // In key order, so that a window holds neighbours: that of another index may be any.
    Rows rows(session_, parts_.retries(choice_.table.name),
              without_fields(whole_table(choice_, plan_), plan_), std::nullopt);
    Octets id;
    std::uint64_t number = 0;
    while (auto const row = rows.next()) {
      if (parts_.stopped()) return PassEnd::stopped;
      if (number % SampleReach::window_rows == 0)
        windows.begin_group(number / SampleReach::window_rows);
      ++number;
      if (!windows.wants()) continue;
      id.clear();
      if (plan_.encode_id(row->first(plan_.key().size()), id) > 0) windows.add(id);
    }
  }
  reach.windows = windows.chosen();
  reach.windows_in_table = windows.groups();
  if (!second_look_.settle(windows.taken(), Counting::rows)) return PassEnd::stopped;
  if (sampled_extra(reach) == PassEnd::stopped) return PassEnd::stopped;
  result_.sample = reach;
  result_.documents = result_.equal + result_.differing + result_.extra;
  remember(false, counts());
  return PassEnd::complete;
}

/// Documents have no windows of the source's order: a share of their ids.
PassEnd TableVerify::sampled_extra(SampleReach& reach)
{
  auto const fresh = [&] { return Sample(*parts_.request.sample_percent, parts_.request.seed); };
  auto ids = fresh();
  mongo::Documents const documents(parts_.target, choice_.collection);
  Octets comparable;
  with_retries(retries_, [&] {
    ids = fresh();
    mongo::for_each_id(documents, [&](std::span<std::uint8_t const> id) {
      comparable.clear();
      mongo::append_comparable(id, comparable);
      std::string_view const text(reinterpret_cast<char const*>(comparable.data()),
                                  comparable.size());
      ids.begin_group(std::hash<std::string_view>{}(text));
      ids.add(id);
      return !parts_.stopped();
    });
  });
  if (parts_.stopped()) return PassEnd::stopped;
  reach.documents = ids.chosen();
  reach.documents_in_collection = ids.groups();
  return second_look_.settle(ids.taken(), Counting::extra) ? PassEnd::complete : PassEnd::stopped;
}

/// By their rows, and by the ids that the keys make without one. One by one: only the server knows
/// which of them its collations hold for the same.
PassEnd TableVerify::given_keys()
{
  auto const columns = plan_.key_columns();
  std::vector<Position> keys;
  std::set<std::pair<std::string, std::vector<std::size_t>>> typed;
  for (auto const& key : parts_.request.keys)
    if (typed.emplace(key.text, key.slashes).second) keys.push_back(key_position(key, columns));
  GivenKeys given;
  RowLookup rows(choice_, plan_, session_, retries_);
  for (auto const& key : keys) {
    if (parts_.stopped()) return PassEnd::stopped;
    look_up(rows, key, columns, given);
  }
  if (!second_look_.settle(given.ids, Counting::rows_and_extra)) return PassEnd::stopped;
  auto const vanished = second_look_.vanished();
  if (!second_look_.settle(given.spare, Counting::extra)) return PassEnd::stopped;
  result_.documents = result_.equal + result_.differing + result_.extra;
  result_.rows += given.refused;
  result_.quarantined += given.refused;
  auto const all = given.seen.size() - given.spare.size() + given.refused + given.vain;
  if (auto const vain = given.vain + vanished; vain > 0)
    result_.news.push_back(fmt::format("{} of {} keys have neither a row nor a document",
                                       grouped(vain), grouped(all)));
  return PassEnd::complete;
}

/// Adds the id of the key's row, and that of the key itself, unless they are there already: a row
/// that its collation takes for the key may have left a document of another letter case.
void TableVerify::look_up(RowLookup& rows, Position const& key,
                          std::vector<Column const*> const& columns, GivenKeys& given)
{
  std::vector<Octets> found;
  rows.read(
      {key}, [&] { found.clear(); }, [&](Row row) { found.push_back(id_of_row(row)); });
  auto const add = [&](Octets const& id, Spill& to) {
    if (given.seen.insert(mongo::comparable(id)).second) to.add(0, id);
  };
  for (auto const& id : found) {
    if (id.empty())
      ++given.refused;
    else
      add(id, given.ids);
  }
  auto const own = id_of_key(key, columns);
  if (!own.empty())
    add(own, found.empty() ? given.ids : given.spare);
  else if (found.empty())
    ++given.vain;
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
