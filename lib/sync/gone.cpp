// Documents without a row: which of some ids they are, and the removal of those whose rows were
// marked as deleted or left the filter.

#include "core/crash_point.hpp"
#include "core/error.hpp"
#include "mongo/bulk.hpp"
#include "mongo/id.hpp"
#include "mongo/key.hpp"
#include "mongo/quarantine.hpp"
#include "sync/held_write.hpp"
#include "sync/read_specs.hpp"
#include "sync/row_filter.hpp"
#include "sync/table_sync.hpp"

#include <set>

namespace mysync::sync {

namespace {

using Octets = std::vector<std::uint8_t>;
using Ids = std::vector<Octets>;

} // namespace

/// Rows are looked up by key and their ids made again, so that a row that merely compares equal in
/// the server's collation (another letter case) does not keep a document alive. An id that no key
/// of this table can have made is not one of its documents, and stays.
Ids TableSync::ids_without_row(Ids const& ids)
{
  auto const spec = keys_only(choice_, plan_);
  Ids ours;
  std::vector<Position> keys;
  for (auto const& id : ids) {
    auto key = mongo::key_of(id, spec.columns);
    if (!key) continue;
    ours.push_back(id);
    keys.push_back(*std::move(key));
  }
  if (keys.empty()) return {};
  std::vector<std::size_t> key(spec.columns.size());
  for (std::size_t i = 0; i < key.size(); ++i) key[i] = i;
  std::set<std::string> present;
  with_retries(retries_, [&] {
    session_.repair();
    mysql::for_each_row(*session_, mysql::lookup(spec, key, keys), spec.columns, [&](Row row) {
      Octets id;
      if (plan_.encode_id(row, id) > 0) present.insert(mongo::comparable(id));
    });
  });
  std::erase_if(ours, [&](Octets const& id) { return present.contains(mongo::comparable(id)); });
  return ours;
}

/// The documents with these ids, and the records of their rows.
void TableSync::remove(Ids const& ids)
{
  if (ids.empty()) return;
  mongo::Documents const documents(parts_.target, choice_.collection);
  result_.deleted += write_held(
      parts_.lease, retries_, [this] { ask_to_reread(); },
      [&] {
        reached("reconciling");
        return mongo::remove_ids(documents, ids);
      });
  if (!has_records_) return;
  mongo::Quarantine const quarantine(parts_.target, parts_.context.config.sync.pipeline,
                                     choice_.table.name);
  std::vector<std::span<std::uint8_t const>> const spans(ids.begin(), ids.end());
  with_retries(retries_, [&] { quarantine.forget(spans); });
}

/// A changed row that is marked as deleted, or that the configured filter no longer takes, loses
/// its document.
PassEnd TableSync::remove_left(std::string const& low, std::string const& high)
{
  if (choice_.filter.empty()) return PassEnd::complete;
  return remove_rows(sync::catch_up(departed(choice_), plan_, {low, high}));
}

PassEnd TableSync::remove_all_left()
{
  if (choice_.filter.empty()) return PassEnd::complete;
  return remove_rows(whole_table(departed(choice_), plan_));
}

PassEnd TableSync::remove_rows(mysql::ReadSpec const& spec)
{
  Rows rows(session_, parts_.retries(choice_.table.name), without_fields(spec, plan_),
            std::nullopt);
  auto const key_size = plan_.key().size();
  Ids ids;
  while (auto const row = rows.next()) {
    Octets id;
    if (plan_.encode_id(row->first(key_size), id) > 0) ids.push_back(std::move(id));
    if (parts_.context.stop.requested()) return PassEnd::stopped;
    if (ids.size() < ids_at_once) continue;
    remove(ids);
    ids.clear();
  }
  remove(ids);
  return PassEnd::complete;
}

} // namespace mysync::sync
