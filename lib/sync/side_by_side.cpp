#include "sync/side_by_side.hpp"

#include "sync/table.hpp"

#include <algorithm>
#include <atomic>
#include <thread>

namespace mysync::sync {

namespace {

LogRecord completion(TableResult const& table)
{
  return {.level = table.status == TableStatus::failed ? LogLevel::error : LogLevel::info,
          .table = table.table,
          .operation = "sync_completed",
          .message = table.error.empty() ? status_name(table.status) : table.error,
          .counts =
              LogCounts{.processed = table.read,
                        .created = table.created,
                        .updated = table.updated,
                        .deleted = table.deleted,
                        .skipped = table.unchanged,
                        .errors = table.quarantined + (table.status == TableStatus::failed ? 1 : 0),
                        .duration_seconds = table.duration_seconds}};
}

/// `name`: under which it was paused, and can be resumed.
TableResult paused(TableChoice const& choice, std::string const& name, mongo::Pause const& pause)
{
  TableResult result;
  result.table = choice.table.name;
  result.collection = choice.collection;
  result.status = TableStatus::skipped;
  result.news.push_back(pause_text(pause) + "; mysync resume " + name);
  return result;
}

} // namespace

std::vector<TableResult> sync_tables(RunParts const& parts, std::vector<TableChoice> const& tables,
                                     RunRequest const& request)
{
  std::vector<TableResult> results(tables.size());
  std::atomic<std::size_t> next{0};
  auto const work = [&] {
    for (std::size_t i = next++; i < tables.size(); i = next++) {
      if (parts.context.stop.requested()) {
        results[i].table = tables[i].table.name;
        results[i].collection = tables[i].collection;
        results[i].status = TableStatus::stopped;
        continue;
      }
      auto pause = parts.pauses.find(tables[i].table.name);
      // Before its first run a table could only be paused by the name that is configured.
      if (pause == parts.pauses.end()) pause = parts.pauses.find(tables[i].options.name);
      if (pause != parts.pauses.end()) {
        results[i] = paused(tables[i], pause->first, pause->second);
        continue;
      }
      results[i] = sync_table(parts, tables[i], request);
      if (parts.progress) {
        parts.progress({.table = results[i].table,
                        .phase = results[i].was_snapshot ? Phase::snapshot : Phase::steady,
                        .rows = results[i].read,
                        .total = results[i].read,
                        .done = true});
      }
      if (parts.context.log.format() == LogFormat::json)
        parts.context.log.write(completion(results[i]));
    }
  };
  auto const at_once = std::min<std::size_t>(parts.context.config.mysql.pool.max, tables.size());
  std::vector<std::thread> threads;
  for (std::size_t i = 1; i < at_once; ++i) threads.emplace_back(work);
  work();
  for (auto& thread : threads) thread.join();
  return results;
}

} // namespace mysync::sync
