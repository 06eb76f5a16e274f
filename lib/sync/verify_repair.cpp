// A repair: what differs is read and written again, documents without row go, all under the lease.

#include "core/error.hpp"
#include "core/text.hpp"
#include "mongo/bulk.hpp"
#include "mongo/id.hpp"
#include "mongo/key.hpp"
#include "mongo/quarantine.hpp"
#include "sync/batch_writer.hpp"
#include "sync/held_write.hpp"
#include "sync/read_specs.hpp"
#include "sync/reconcile.hpp"
#include "sync/reread.hpp"
#include "sync/verify_table.hpp"

#include <algorithm>
#include <set>

namespace mysync::sync {

namespace {

using Octets = std::vector<std::uint8_t>;

void for_each_chunk(Spill const& ids, std::function<void(std::vector<Octets> const&)> const& each)
{
  std::vector<Octets> chunk;
  ids.for_each(0, [&](std::span<std::uint8_t const> id) {
    chunk.emplace_back(id.begin(), id.end());
    if (chunk.size() < ids_at_once) return;
    each(chunk);
    chunk.clear();
  });
  if (!chunk.empty()) each(chunk);
}

} // namespace

void TableVerify::repair()
{
  if (parts_.request.dry_run) {
    result_.written = second_look_.to_write().size();
    result_.removed = removable();
    return;
  }
  auto const from = record_ ? reread_start(*record_) : "";
  Lost const lost = [&] { ask_to_reread(parts_.context, parts_.target, choice_.table.name, from); };
  write_again(lost);
  remove_extra(lost);
  second_look_.mended();
}

void TableVerify::write_again(Lost const& lost)
{
  if (second_look_.to_write().size() == 0) return;
  PassCounts counts;
  BatchWriter writer(parts_.target, *parts_.lease, parts_.retries(choice_.table.name),
                     {.pipeline = parts_.context.config.sync.pipeline,
                      .table = choice_.table.name,
                      .collection = choice_.collection,
                      .run = parts_.run,
                      .policy = WritePolicy::compare_first,
                      .has_records = true,
                      .lost = lost},
                     counts);
  RowLookup rows(choice_, plan_, session_, retries_);
  Batch batch;
  auto const before = result_.written;
  for_each_chunk(second_look_.to_write(), [&](std::vector<Octets> const& ids) {
    if (signalled()) return;
    mongo::IdSpans const spans(ids.begin(), ids.end());
    rows.read(
        spans, [&] { batch.clear(); },
        [&](Row row) {
          plan_.encode(row, batch);
          if (!batch.full(parts_.limits)) return;
          writer.write(batch);
          batch.clear();
        });
    if (!batch.empty()) writer.write(batch);
    batch.clear();
    result_.written = before + counts.created + counts.updated + counts.unchanged;
  });
  result_.quarantined += counts.quarantined();
}

/// How many documents without row may go: those whose `_id` a key of this table can have made, if
/// that is not more than max_delete_percent allows. What stays is news.
std::uint64_t TableVerify::removable()
{
  auto const& extra = second_look_.to_remove();
  if (extra.size() == 0) return 0;
  auto const key = plan_.key_columns();
  std::uint64_t ours = 0;
  extra.for_each(0, [&](std::span<std::uint8_t const> id) {
    if (mongo::key_of(id, key)) ++ours;
  });
  if (ours < extra.size())
    result_.news.push_back(fmt::format("{} documents stay: no key of this table makes their _id",
                                       grouped(extra.size() - ours)));
  mongo::Documents const documents(parts_.target, choice_.collection);
  // Some servers' estimates are far behind: what was seen counts as well.
  auto const estimate = static_cast<std::uint64_t>(
      with_retries(retries_, [&] { return documents.estimated_count(); }));
  auto const total = std::max({estimate, result_.documents, ours});
  auto const limit = choice_.options.max_delete_percent;
  if (parts_.request.force_deletes || !too_many_gone(ours, total, limit)) return ours;
  throw failure(Fault::data,
                "table {0}: {1} of {2} documents have no row, more than max_delete_percent = {3} "
                "allows; none {4} removed. If that is right: mysync verify {0} --repair "
                "--force-deletes",
                choice_.table.name, grouped(ours), grouped(total), limit,
                parts_.request.dry_run ? "would be" : "was");
}

/// Each is looked up once more just before it goes; ids are compared as the target compares them.
void TableVerify::remove_extra(Lost const& lost)
{
  if (removable() == 0) return;
  mongo::Documents const documents(parts_.target, choice_.collection);
  mongo::Quarantine const quarantine(parts_.target, parts_.context.config.sync.pipeline,
                                     choice_.table.name);
  RowLookup rows(choice_, plan_, session_, retries_);
  auto const key = plan_.key_columns();
  for_each_chunk(second_look_.to_remove(), [&](std::vector<Octets> const& ids) {
    if (signalled()) return;
    std::set<std::string> present;
    rows.read(
        mongo::IdSpans(ids.begin(), ids.end()), [&] { present.clear(); },
        [&](Row row) {
          if (auto const id = id_of_row(row); !id.empty()) present.insert(mongo::comparable(id));
        });
    std::vector<Octets> gone;
    for (auto const& id : ids)
      if (mongo::key_of(id, key) && !present.contains(mongo::comparable(id))) gone.push_back(id);
    result_.removed += write_held(*parts_.lease, retries_, lost,
                                  [&] { return mongo::remove_ids(documents, gone); });
    with_retries(retries_, [&] { quarantine.forget({gone.begin(), gone.end()}); });
  });
}

/// Empty when its key cannot be an `_id`.
Octets TableVerify::id_of_row(Row row)
{
  std::vector<Cell> cells;
  for (auto const index : plan_.key()) cells.push_back(row[index]);
  Octets id;
  if (plan_.encode_id(cells, id) == 0) id.clear();
  return id;
}

} // namespace mysync::sync
