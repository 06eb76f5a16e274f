// Reconcile: the ids of all documents against the keys of all rows. Each side is read once, in its
// own order; what seems gone is looked up twice more before it goes.

#include "sync/reconcile.hpp"

#include "core/error.hpp"
#include "core/text.hpp"
#include "sync/id_difference.hpp"
#include "sync/read_specs.hpp"
#include "sync/table_sync.hpp"

namespace mysync::sync {

namespace {

using Octets = std::vector<std::uint8_t>;
using Ids = std::vector<Octets>;

/// So few documents may always go.
constexpr std::uint64_t always_removable = 20;

/// Hands ids on in chunks that one statement can look up; false ends it.
class Chunks {
public:
  using Each = std::function<bool(Ids const&)>;
  explicit Chunks(Each each) : each_(std::move(each)) {}

  bool add(std::span<std::uint8_t const> id)
  {
    chunk_.emplace_back(id.begin(), id.end());
    return chunk_.size() < ids_at_once || flush();
  }
  bool flush()
  {
    bool const going_on = chunk_.empty() || each_(chunk_);
    chunk_.clear();
    return going_on;
  }

private:
  Each each_;
  Ids chunk_;
};

} // namespace

bool reconcile_wanted(TableChoice const& choice, ReconcileRequest const& request,
                      std::optional<std::chrono::system_clock::time_point> last,
                      std::chrono::system_clock::time_point now)
{
  auto const& options = choice.options;
  bool const ignored = options.deletes && options.deletes->how == config::Deletes::How::ignore;
  if (request.asked && (request.named || options.reconciles())) return true;
  if (choice.mode == config::Mode::full) return !ignored;
  return options.reconcile_every && (!last || *last + *options.reconcile_every <= now);
}

bool too_many_gone(std::uint64_t gone, std::uint64_t documents, double max_percent) noexcept
{
  return gone > always_removable &&
         static_cast<double>(gone) * 100 > max_percent * static_cast<double>(documents);
}

/// Documents first: a row that is inserted meanwhile has none yet that could seem to be without it.
PassEnd TableSync::read_ids(IdDifference& ids)
{
  auto const stopped = [&] { return parts_.context.stop.requested(); };
  mongo::Documents const documents(parts_.target, choice_.collection);
  with_retries(retries_, [&] {
    ids = IdDifference();
    mongo::for_each_id(documents, [&](std::span<std::uint8_t const> id) {
      ids.add_document(id);
      return !stopped();
    });
  });
  if (stopped()) return PassEnd::stopped;
  if (ids.documents() == 0) return PassEnd::complete;
  Rows rows(session_, parts_.retries(choice_.table.name), every_key(choice_, plan_), std::nullopt);
  Octets id;
  while (auto const row = rows.next()) { // throws unless the server says that this was all
    id.clear();
    if (plan_.encode_id(*row, id) > 0) ids.add_row(id);
    if (stopped()) return PassEnd::stopped;
  }
  return PassEnd::complete;
}

/// What seems gone, once it has been looked up: a row may have been inserted, or have moved past
/// the place that was just read.
PassEnd TableSync::confirm(IdDifference const& ids, Spill& gone)
{
  auto const stopped = [&] { return parts_.context.stop.requested(); };
  Chunks chunks([&](Ids const& chunk) {
    for (auto const& id : ids_without_row(chunk)) gone.add(0, id);
    return !stopped();
  });
  ids.for_each_without_row([&](std::span<std::uint8_t const> id) { return chunks.add(id); });
  chunks.flush();
  return stopped() ? PassEnd::stopped : PassEnd::complete;
}

/// Counts all before the first is removed, so that nothing is when too much would be.
PassEnd TableSync::reconcile(Deleting deleting)
{
  IdDifference ids;
  Spill gone(1);
  if (read_ids(ids) == PassEnd::stopped || confirm(ids, gone) == PassEnd::stopped)
    return PassEnd::stopped;
  auto const limit = choice_.options.max_delete_percent;
  if (deleting == Deleting::limited && too_many_gone(gone.size(), ids.documents(), limit)) {
    throw failure(Fault::data,
                  "table {0}: {1} of {2} documents have no row any more, more than "
                  "max_delete_percent = {3} allows; nothing was removed. If that is right: mysync "
                  "run {0} --reconcile --force-deletes",
                  choice_.table.name, grouped(gone.size()), grouped(ids.documents()), limit);
  }
  auto const stopped = [&] { return parts_.context.stop.requested(); };
  Chunks chunks([&](Ids const& chunk) {
    if (stopped()) return false;
    remove(ids_without_row(chunk));
    return true;
  });
  bool going_on = true;
  gone.for_each(0,
                [&](std::span<std::uint8_t const> id) { going_on = going_on && chunks.add(id); });
  if (going_on) chunks.flush();
  if (stopped()) return PassEnd::stopped;
  record_.reconciled = std::chrono::system_clock::now();
  return PassEnd::complete;
}

} // namespace mysync::sync
