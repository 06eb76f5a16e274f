// A repair: what differs is read and written again, documents without row go, all under the lease.

#include "core/error.hpp"
#include "core/text.hpp"
#include "mongo/bulk.hpp"
#include "mongo/key.hpp"
#include "sync/batch_writer.hpp"
#include "sync/held_write.hpp"
#include "sync/reconcile.hpp"
#include "sync/reread.hpp"
#include "sync/verify_table.hpp"

#include <algorithm>

namespace mysync::sync {

namespace {

using Octets = std::vector<std::uint8_t>;

constexpr std::size_t ids_at_once = 100;

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
    result_.removed = second_look_.to_remove().size();
    return;
  }
  auto const from = record_ ? reread_start(*record_) : "";
  Lost const lost = [&] { ask_to_reread(parts_.context, parts_.target, choice_.table.name, from); };
  write_again(lost);
  remove_extra(lost);
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
    result_.written = counts.created + counts.updated + counts.unchanged;
  });
  result_.quarantined += counts.quarantined();
}

/// Under the limits of every removal; each is looked up once more just before it goes.
void TableVerify::remove_extra(Lost const& lost)
{
  auto const gone = second_look_.to_remove().size();
  if (gone == 0) return;
  mongo::Documents const documents(parts_.target, choice_.collection);
  auto const total = with_retries(retries_, [&] { return documents.estimated_count(); });
  auto const limit = choice_.options.max_delete_percent;
  if (!parts_.request.force_deletes &&
      too_many_gone(gone, static_cast<std::uint64_t>(total), limit)) {
    throw failure(Fault::data,
                  "table {0}: {1} of {2} documents have no row, more than max_delete_percent = {3} "
                  "allows; none was removed. If that is right: mysync verify {0} --repair "
                  "--force-deletes",
                  choice_.table.name, grouped(gone), grouped(static_cast<std::uint64_t>(total)),
                  limit);
  }
  RowLookup rows(choice_, plan_, session_, retries_);
  std::vector<Column const*> key;
  for (auto const index : plan_.key()) key.push_back(plan_.columns()[index]);
  std::uint64_t foreign = 0;
  for_each_chunk(second_look_.to_remove(), [&](std::vector<Octets> const& ids) {
    if (signalled()) return;
    mongo::IdSpans const spans(ids.begin(), ids.end());
    std::vector<Octets> present;
    rows.read(
        spans, [&] { present.clear(); },
        [&](Row row) {
          std::vector<Cell> cells;
          for (auto const index : plan_.key()) cells.push_back(row[index]);
          Octets id;
          if (plan_.encode_id(cells, id) > 0) present.push_back(std::move(id));
        });
    std::vector<Octets> removable;
    for (auto const& id : ids) {
      bool const ours = mongo::key_of(id, key).has_value();
      foreign += ours ? 0 : 1;
      if (ours && std::ranges::find(present, id) == present.end()) removable.push_back(id);
    }
    result_.removed += write_held(*parts_.lease, retries_, lost,
                                  [&] { return mongo::remove_ids(documents, removable); });
  });
  if (foreign > 0)
    result_.news.push_back(
        fmt::format("{} documents stay: no key of this table makes their _id", grouped(foreign)));
}

} // namespace mysync::sync
