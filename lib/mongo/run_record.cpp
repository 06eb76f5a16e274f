#include "mongo/run_record.hpp"

namespace mysync::mongo {

void write_run(Target const& target, RunRecord const& record)
{
  Builder tables;
  for (std::size_t i = 0; i < record.tables.size(); ++i) {
    auto const& counts = record.tables[i];
    tables.add(std::to_string(i), Builder()
                                      .add("table", counts.table)
                                      .add("status", counts.status)
                                      .add("read", counts.read)
                                      .add("created", counts.created)
                                      .add("updated", counts.updated)
                                      .add("unchanged", counts.unchanged)
                                      .add("deleted", counts.deleted)
                                      .add("quarantined", counts.quarantined)
                                      .add("error", counts.error)
                                      .take());
  }
  Builder document;
  document.add("_id", record.run)
      .add("pipeline", record.pipeline)
      .add("host", record.host)
      .add("pid", record.pid)
      .add("version", record.version)
      .add("status", record.status)
      .add("error", record.error)
      .add("started", record.started)
      .add("duration_seconds", record.duration_seconds)
      .add_array("tables", tables.take());
  if (record.failed) document.add("failed", *record.failed);
  Documents(target, "_sync_runs").insert(*document.take().get());
}

std::optional<RunRecord> last_run(Target const& target, std::string const& pipeline)
{
  std::optional<RunRecord> record;
  Bson const filter = Builder().add("pipeline", pipeline).take();
  Bson const options =
      Builder().add("sort", Builder().add("started", -1).take()).add("limit", 1).take();
  Documents(target, "_sync_runs").find(*filter.get(), *options.get(), [&](Found found) {
    record.emplace();
    record->run = text_at(found.document, "_id").value_or("");
    record->status = text_at(found.document, "status").value_or("");
    record->started = time_at(found.document, "started").value_or(TimePoint{});
    record->failed = number_at(found.document, "failed");
    record->duration_seconds = real_at(found.document, "duration_seconds").value_or(0);
    return false;
  });
  return record;
}

} // namespace mysync::mongo
