// The first load of a table, and every load of a table that is read whole.

#include "mongo/collections.hpp"
#include "mongo/quarantine.hpp"
#include "sync/read_specs.hpp"
#include "sync/shared_load.hpp"
#include "sync/table_sync.hpp"
#include "sync/watermark.hpp"

#include <algorithm>

namespace mysync::sync {

/// An empty collection, or one this load itself has begun to fill, is inserted into; else what is
/// right already is left alone.
WritePolicy TableSync::load_policy() const
{
  bool const resumed = record_.snapshot && record_.snapshot->position && record_.watermark.empty();
  if (resumed && record_.last_sync == std::nullopt) return WritePolicy::insert_first;
  mongo::Documents const documents(parts_.target, choice_.collection);
  return mongo::is_empty(documents) ? WritePolicy::insert_first : WritePolicy::compare_first;
}

PassEnd TableSync::load()
{
  bool const has_cursor = !choice_.cursor.empty() && choice_.mode != config::Mode::full;
  auto const policy = with_retries(retries_, [&] { return load_policy(); });
  bool const begun_now = !record_.snapshot;
  if (begun_now) {
    record_.snapshot.emplace();
    // Before the first row is read: rows that change from now on are read again.
    if (has_cursor && choice_.mode == config::Mode::timestamp) {
      record_.snapshot->horizon = horizon_text();
      record_.snapshot->clocks = clocks();
    }
    if (has_cursor) record_.snapshot->newest = newest_cursor().value_or("");
    if (shares_load()) record_.snapshot->load = new_load();
    save();
  }
  auto pass = this->pass(policy);
  pass.phase = Phase::snapshot;
  pass.total = choice_.table.rows_estimate;
  pass.all_read_again = !has_cursor && record_.phase == "steady";
  bool const in_ranges = shares_load();
  bool const from_start = !record_.snapshot->position && !in_ranges;
  auto const end = in_ranges ? load_in_ranges(pass, begun_now) : load_in_order(pass);
  if (end == PassEnd::stopped) return end;
  // Every row was seen: whatever this run did not set aside has arrived or is gone.
  if (has_records_ && from_start) forget_others();
  if (from_start) record_.reformed.clear();
  // A collection that held documents may hold those of rows that the filter does not take.
  if (policy == WritePolicy::compare_first && remove_all_left() == PassEnd::stopped)
    return PassEnd::stopped;
  finish_load();
  if (in_ranges) {
    save();
    with_retries(retries_, [&] { range_store().remove(); });
  }
  return end;
}

mongo::RangeStore TableSync::range_store() const
{
  auto const& sync = parts_.context.config.sync;
  return {parts_.target, sync.state_collection, sync.pipeline, choice_.table.name};
}

PassEnd TableSync::load_in_order(Pass pass)
{
  pass.spec = whole_table(choice_, plan_);
  pass.after = resume(*record_.snapshot, pass.spec);
  // In a load no key comes twice, so that the order of writing does not matter; but one stream
  // begins anew when its connection breaks.
  Flow flow(parts_.flow);
  if (pass.spec.paging == mysql::Paging::pages) pass.flow = &flow;
  pass.remember = [&](Position const& position) {
    record_.snapshot->position = position;
    save_now_and_then();
  };
  return perform(pass);
}

/// A table worth more than one range, unless its load was begun in order.
bool TableSync::shares_load() const
{
  if (!record_.snapshot->load.empty()) return true;
  return !record_.snapshot->position && choice_.table.rows_estimate >= 2 * range_rows() &&
         whole_table(choice_, plan_).paging == mysql::Paging::pages;
}

/// A run that plans again may begin a second load: whoever still has ranges of the first in its
/// hand must not take them for those.
std::string TableSync::new_load()
{
  return loads_++ == 0 ? parts_.run : fmt::format("{}/{}", parts_.run, loads_);
}

/// The ranges have the name of their load: those of another one, or by another order, are not gone
/// on with.
PassEnd TableSync::load_in_ranges(Pass pass, bool begun_now)
{
  auto const store = range_store();
  auto const order = order_text(whole_table(choice_, plan_));
  std::optional<mongo::Ranges> found;
  if (!begun_now) found = with_retries(retries_, [&] { return store.read(); });
  bool const goes_on = found && found->load == record_.snapshot->load && found->order == order;
  if (goes_on) {
    pass.writing.policy =
        found->into_empty ? WritePolicy::insert_first : WritePolicy::compare_first;
  } else {
    if (!begun_now) {
      record_.snapshot->load = new_load();
      save();
    }
    bool const into_empty = pass.writing.policy == WritePolicy::insert_first;
    with_retries(retries_, [&] {
      store.begin({.load = record_.snapshot->load, .order = order, .into_empty = into_empty});
    });
  }
  LoadShare const share{.parts = parts_,
                        .choice = choice_,
                        .pass = pass,
                        .load = record_.snapshot->load,
                        .counts = counts_};
  auto const report = read_ranges(share, session_, parts_.readers, Stay::until_done);
  result_.read += report.read;
  result_.read_again += report.read_again;
  range_notes_ = report.notes;
  judge_refused(report.end);
  return report.end;
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
    read_up_to(record_, snapshot);
    result_.horizon = snapshot.horizon;
    record_.newest = std::max(record_.newest, snapshot.newest);
  } else if (choice_.mode == config::Mode::append) {
    record_.mark = snapshot.newest;
    record_.marked = source_time();
    record_.newest = snapshot.newest;
  }
}

} // namespace mysync::sync
