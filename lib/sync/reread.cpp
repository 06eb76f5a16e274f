// Rows that are read again because a run that had lost its lease may have overwritten newer
// versions of them. Such a run read its rows after its own horizon was taken, so that every newer
// version has a later time: to read again from where the watermark stood when that run began is
// enough.

#include "sync/reread.hpp"

#include "core/error.hpp"
#include "core/text.hpp"
#include "mongo/lease.hpp"
#include "sync/table_sync.hpp"
#include "sync/watermark.hpp"

#include <algorithm>

namespace mysync::sync {

std::string reread_start(mongo::TableRecord const& record)
{
  if (record.watermark.empty()) return record.snapshot ? record.snapshot->horizon : "";
  return record.horizon.empty() ? record.watermark : std::min(record.horizon, record.watermark);
}

void ask_to_reread(Context const& context, mongo::Target const& target, std::string const& table,
                   std::string const& from)
{
  if (from.empty()) return;
  auto const& sync = context.config.sync;
  try {
    mongo::State(target, sync.state_collection, sync.pipeline).lower_reread(table, from);
  } catch (Error const& error) {
    // The run that took the lease over reads again by itself, for ten lease times.
    context.log.write({.level = LogLevel::warn,
                       .component = "lease",
                       .table = table,
                       .operation = "reread",
                       .message = error.what()});
  }
}

void ask_for_care(Context const& context, mongo::Target const& target)
{
  auto const& sync = context.config.sync;
  try {
    mongo::LeaseDocument(target, sync.state_collection, sync.pipeline).ask_for_care(sync.lease);
  } catch (Error const& error) {
    context.log.write({.level = LogLevel::warn,
                       .component = "lease",
                       .operation = "care",
                       .message = error.what()});
  }
}

/// Notes where this run begins, and whether a dead holder's last writes may still be under way.
void TableSync::be_careful()
{
  if (choice_.mode != config::Mode::timestamp) return; // appended rows do not change
  if (!record_.watermark.empty()) found_ = wall_text(synced_up_to(), cursor());
  if (found_.empty() && record_.snapshot) found_ = record_.snapshot->horizon;
  if (found_.empty()) found_ = horizon_text();
  auto const careful = parts_.lease.careful();
  if (careful == 0 || careful == record_.careful_token) return;
  record_.careful_token = careful;
  // What an earlier occasion asks for may not have been read since its last write arrived.
  auto& from = record_.careful_from;
  from = from.empty() ? found_ : std::min(from, found_);
}

/// Called by a writer, while the table's own thread may be using its state.
void TableSync::ask_to_reread() const
{
  sync::ask_to_reread(parts_.context, parts_.target, choice_.table.name, found_);
}

/// After a catch-up that began at catch_up_low() has come to its end. Writes that may have arrived
/// late have all arrived when the time for care had passed before this run began, and were read
/// again by it.
void TableSync::reread_done()
{
  if (parts_.lease.careful() == 0) record_.careful_from.clear();
  if (record_.reread_from.empty()) return;
  parts_.lease.check();
  with_retries(retries_, [&] { state_.reread_done(record_.table, record_.reread_asked); });
  record_.reread_from.clear();
}

Wall TableSync::synced_up_to() const
{
  auto const now = cursor_clock(parts_.time.clock, cursor(), zones());
  return sync::synced_up_to(record_, parts_.time, now);
}

/// Where a catch-up begins.
std::string TableSync::catch_up_low() const
{
  auto from = synced_up_to();
  for (auto const& text : {record_.careful_from, record_.reread_from})
    if (auto const earlier = parse_wall(text)) from = std::min(from, *earlier);
  return wall_text(from - protection_.overlap, cursor());
}

} // namespace mysync::sync
