// Documents whose rows are gone, for tables that are read whole, and those whose rows left the
// filter.

#include "sync/gone.hpp"
#include "core/crash_point.hpp"
#include "core/error.hpp"
#include "core/text.hpp"
#include "mongo/key.hpp"
#include "sync/read_specs.hpp"
#include "sync/table_sync.hpp"

#include <set>

namespace mysync::sync {

namespace {

using Octets = std::vector<std::uint8_t>;

/// Ids looked up, and removed, with one statement.
constexpr std::size_t ids_at_once = 500;
/// So few documents may always go.
constexpr std::uint64_t always_removable = 20;

/// The values with their lengths, so that no two keys make the same text.
std::string joined(Position const& key)
{
  std::string text;
  for (auto const& value : key) text += fmt::format("{}:{},", value.value.size(), value.value);
  return text;
}

/// Calls `each` with up to `ids_at_once` ids at a time, until all ids of the collection were given.
void for_each_chunk(mongo::Documents const& documents,
                    std::function<void(std::vector<Octets> const&)> const& each)
{
  std::vector<Octets> chunk;
  mongo::for_each_id(documents, [&](std::span<std::uint8_t const> id) {
    chunk.emplace_back(id.begin(), id.end());
    if (chunk.size() < ids_at_once) return;
    each(chunk);
    chunk.clear();
  });
  if (!chunk.empty()) each(chunk);
}

} // namespace

bool too_many_gone(std::uint64_t gone, std::uint64_t documents, double max_percent) noexcept
{
  return gone > always_removable &&
         static_cast<double>(gone) * 100 > max_percent * static_cast<double>(documents);
}

/// The ids of the chunk that no row has: rows are looked up by key and their ids made again, so
/// that a row that merely compares equal (another letter case) does not keep a document alive.
std::vector<Octets> TableSync::ids_without_row(std::vector<Octets> const& chunk)
{
  auto const spec = keys_only(choice_, plan_);
  std::vector<Position> keys;
  for (auto const& id : chunk) {
    if (auto key = mongo::key_of(id, spec.columns)) keys.push_back(*std::move(key));
  }
  std::set<Octets> present;
  std::set<std::string>
      present_values; // an INT that became BIGINT has other octets, and the same value
  if (!keys.empty()) {
    std::vector<std::size_t> key(spec.columns.size());
    for (std::size_t i = 0; i < key.size(); ++i) key[i] = i;
    with_retries(retries_, [&] {
      session_.repair();
      mysql::for_each_row(*session_, mysql::lookup(spec, key, keys), spec.columns, [&](Row row) {
        Octets id;
        if (plan_.encode_id(row, id) > 0) present.insert(std::move(id));
        present_values.insert(joined(position_of(spec.columns, row, key)));
      });
    });
  }
  std::vector<Octets> gone;
  for (auto const& id : chunk) {
    auto const values = mongo::key_of(id, spec.columns);
    if (!values || present.contains(id) || present_values.contains(joined(*values))) continue;
    gone.push_back(id);
  }
  return gone;
}

/// Twice over the ids: first to count, so that nothing is removed when too much would be, then to
/// remove, each id looked up again just before it goes.
void TableSync::remove_gone()
{
  mongo::Documents const documents(parts_.target, choice_.collection);
  std::uint64_t total = 0;
  std::uint64_t gone = 0;
  for_each_chunk(documents, [&](std::vector<Octets> const& chunk) {
    total += chunk.size();
    gone += ids_without_row(chunk).size();
  });
  if (gone == 0) return;
  auto const limit = choice_.options.max_delete_percent;
  if (too_many_gone(gone, total, limit)) {
    throw failure(
        Fault::data,
        "table {}: {} of {} documents have no row any more, more than max_delete_percent = {} "
        "allows; nothing was removed. If that is right, raise it for one run",
        choice_.table.name, grouped(gone), grouped(total), limit);
  }
  mongo::Documents const removing(parts_.target, choice_.collection);
  for_each_chunk(documents, [&](std::vector<Octets> const& chunk) {
    auto const ids = ids_without_row(chunk);
    parts_.lease.check();
    reached("reconciling");
    result_.deleted += with_retries(retries_, [&] { return mongo::remove_ids(removing, ids); });
  });
}

/// A changed row that the configured filter no longer takes loses its document.
PassEnd TableSync::remove_left(std::string const& low, std::string const& high)
{
  if (choice_.options.where.empty()) return PassEnd::complete;
  auto spec = sync::catch_up(choice_, plan_, {low, high});
  spec.where = fmt::format("NOT COALESCE((\n{}\n), 0)", choice_.options.where);
  Rows rows(session_, parts_.retries(choice_.table.name), spec, std::nullopt);
  mongo::Documents const documents(parts_.target, choice_.collection);
  std::vector<Octets> ids;
  auto const remove = [&] {
    parts_.lease.check();
    result_.deleted += with_retries(retries_, [&] { return mongo::remove_ids(documents, ids); });
    ids.clear();
  };
  while (auto const row = rows.next()) {
    std::vector<Cell> key;
    for (auto const index : plan_.key()) key.push_back((*row)[index]);
    Octets id;
    if (plan_.encode_id(key, id) > 0) ids.push_back(std::move(id));
    if (ids.size() >= ids_at_once) remove();
    if (parts_.context.stop.requested()) return PassEnd::stopped;
  }
  if (!ids.empty()) remove();
  return PassEnd::complete;
}

} // namespace mysync::sync
