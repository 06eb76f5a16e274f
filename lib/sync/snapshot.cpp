// The first load of a table, and every load of a table that is read whole.

#include "mongo/quarantine.hpp"
#include "sync/read_specs.hpp"
#include "sync/table_sync.hpp"

#include <algorithm>

namespace mysync::sync {

namespace {

/// Two writers hide the target's latency from one reader; on a first load no key comes twice, so
/// that their order does not matter. (One stream begins anew when its connection breaks: there keys
/// do.)
constexpr unsigned load_writers = 2;

} // namespace

/// An empty collection, or one this load itself has begun to fill, is inserted into; else what is
/// right already is left alone.
WritePolicy TableSync::load_policy() const
{
  bool const resumed = record_.snapshot && record_.snapshot->position && record_.watermark.empty();
  if (resumed && record_.last_sync == std::nullopt) return WritePolicy::insert_first;
  mongo::Documents const documents(parts_.target, choice_.collection);
  return documents.estimated_count() == 0 ? WritePolicy::insert_first : WritePolicy::compare_first;
}

PassEnd TableSync::load()
{
  bool const has_cursor = !choice_.cursor.empty() && choice_.mode != config::Mode::full;
  auto const policy = with_retries(retries_, [&] { return load_policy(); });
  if (!record_.snapshot) {
    record_.snapshot.emplace();
    // Before the first row is read: rows that change from now on are read again.
    if (has_cursor && choice_.mode == config::Mode::timestamp)
      record_.snapshot->horizon = horizon_text();
    if (has_cursor) record_.snapshot->newest = newest_cursor().value_or("");
    save();
  }
  auto pass = this->pass(policy);
  pass.spec = whole_table(choice_, plan_);
  pass.phase = Phase::snapshot;
  pass.total = choice_.table.rows_estimate;
  pass.after = resume(*record_.snapshot, pass.spec);
  if (pass.spec.paging == mysql::Paging::pages) pass.writers = load_writers;
  pass.all_read_again = !has_cursor && record_.phase == "steady";
  pass.remember = [&](Position const& position) {
    record_.snapshot->position = position;
    save_now_and_then();
  };
  if (perform(pass) == PassEnd::stopped) return PassEnd::stopped;
  // Every row was seen: whatever this run did not set aside has arrived or is gone.
  if (has_records_ && !pass.after) forget_others();
  if (!pass.after) record_.reformed.clear();
  // A collection that held documents may hold those of rows that the filter does not take.
  if (policy == WritePolicy::compare_first && remove_all_left() == PassEnd::stopped)
    return PassEnd::stopped;
  finish_load();
  return PassEnd::complete;
}

void TableSync::forget_others()
{
  parts_.lease.check();
  mongo::Quarantine const quarantine(parts_.target, parts_.context.config.sync.pipeline,
                                     choice_.table.name);
  with_retries(retries_, [&] { quarantine.forget_all_but(parts_.run); });
}

/// The watermark becomes the horizon taken before the first row, however often the load was
/// resumed.
void TableSync::finish_load()
{
  auto const snapshot = *record_.snapshot;
  record_.snapshot.reset();
  record_.phase = "steady";
  if (choice_.mode == config::Mode::timestamp) {
    record_.watermark = std::max(record_.watermark, snapshot.horizon);
    result_.horizon = snapshot.horizon;
    record_.newest = std::max(record_.newest, snapshot.newest);
  } else if (choice_.mode == config::Mode::append) {
    record_.mark = snapshot.newest;
    record_.marked = source_time();
    record_.newest = snapshot.newest;
  }
}

} // namespace mysync::sync
