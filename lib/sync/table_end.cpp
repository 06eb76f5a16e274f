// How a table's part in a run ends: too much set aside, and what is remembered of the end.

#include "core/error.hpp"
#include "core/text.hpp"
#include "sync/table_sync.hpp"

namespace mysync::sync {

/// When too much was set aside something else is wrong than some rows: the passes of this run count
/// as not done, so that the next run reads their rows again and judges anew.
void TableSync::judge_refused(PassEnd end)
{
  auto const limit = parts_.context.config.sync.max_quarantine_percent;
  auto const refused = counts_.quarantined();
  std::uint64_t const read = counts_.rows;
  auto const rows =
      end == PassEnd::complete ? read : rows_at_most(read, choice_.table.rows_estimate);
  if (!too_many_refused(refused, rows, limit)) return;
  record_.snapshot.reset();
  record_.catch_up.reset();
  throw failure(Fault::data,
                "{} of {} rows were set aside, more than sync.max_quarantine = \"{}%\" bears; for "
                "the reasons: mysync quarantine list {}",
                grouped(refused), grouped(read), limit, choice_.table.name);
}

void note_end(mongo::TableRecord& record, TableStatus status, std::string const& error)
{
  record.last_status = status_name(status);
  record.last_error = error;
  if (status == TableStatus::stopped) return;
  ++record.runs;
  if (status == TableStatus::failed) {
    ++record.failures;
    return;
  }
  ++record.good_runs;
  record.failures = 0;
}

/// A table that fails again and again costs both servers much and brings nothing: somebody must
/// look.
void TableSync::pause_after_failures(std::string const& error)
{
  auto const& sync = parts_.context.config.sync;
  if (sync.pause_after_failures == 0 || record_.failures < sync.pause_after_failures) return;
  mongo::Pauses const pauses(parts_.target, sync.state_collection, sync.pipeline);
  mongo::Pause const pause{std::chrono::system_clock::now(), mongo::paused_itself,
                           fmt::format("{} failures in a row: {}", record_.failures, error)};
  with_retries(retries_, [&] { pauses.pause_table(record_.table, pause); });
  result_.news.push_back(
      fmt::format("paused after {} failures in a row; when the cause is mended: mysync resume {}",
                  record_.failures, record_.table));
  parts_.context.log.write({.level = LogLevel::warn,
                            .table = record_.table,
                            .operation = "pause",
                            .message = result_.news.back()});
}

void TableSync::close(TableStatus status, std::string const& error)
{
  if (!record_is_known_) return;
  if (status != TableStatus::failed) note_documents();
  note_end(record_, status, error);
  if (status == TableStatus::success) {
    record_.last_sync = std::chrono::system_clock::now();
    record_.synced_as_of = started_;
  }
  save();
  if (status == TableStatus::failed) pause_after_failures(error);
}

} // namespace mysync::sync
