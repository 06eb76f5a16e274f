#include "sync/set_aside.hpp"

#include "mongo/key.hpp"
#include "mongo/quarantine.hpp"
#include "sync/read_specs.hpp"

#include <algorithm>

namespace mysync::sync {

namespace {

/// Records whose rows are looked up with one statement.
constexpr std::size_t records_at_once = 100;

/// The values with their lengths, so that no two keys make the same text.
std::string joined(Position const& key)
{
  std::string text;
  for (auto const& value : key) text += fmt::format("{}:{},", value.value.size(), value.value);
  return text;
}

/// The key's values: as remembered, or, for what the target refused, from its `_id`; empty when
/// neither tells.
Position values_of(mongo::QuarantineRecord const& record, std::vector<Column const*> const& key)
{
  if (record.row.size() == key.size()) return record.row;
  if (record.id.empty()) return {};
  return mongo::key_of(record.id, key).value_or(Position{});
}

} // namespace

SetAside::SetAside(RunParts const& parts, TableChoice const& choice, Loan& session,
                   PassCounts& counts, std::function<void()> lost)
    : parts_(parts), choice_(choice), session_(session), counts_(counts),
      plan_(choice.table, choice.mapping), spec_(whole_table(choice, plan_)),
      quarantine_(parts.target, mongo::quarantine_collection),
      writer_(parts.target, parts.lease, parts.retries(choice.table.name), writing(std::move(lost)),
              counts),
      retries_(parts.retries(choice.table.name))
{}

BatchWriterOptions SetAside::writing(std::function<void()> lost) const
{
  return {.pipeline = parts_.context.config.sync.pipeline,
          .table = choice_.table.name,
          .collection = choice_.collection,
          .run = parts_.run,
          .policy = WritePolicy::compare_first,
          .has_records = true,
          .lost = std::move(lost)};
}

RetryCounts SetAside::retry(mongo::RecordFilter filter)
{
  filter.pipeline = parts_.context.config.sync.pipeline;
  filter.tables = {choice_.table.name};
  filter.not_of_run = parts_.run;
  auto const refused_before = counts_.quarantined();
  Records records;
  auto const try_them = [&] {
    if (!records.empty()) try_some(records);
    records.clear();
    return !parts_.context.stop.requested();
  };
  mongo::for_each_record(quarantine_, filter, mongo::RecordCells::left_out,
                         [&](mongo::QuarantineRecord const& record) {
                           records.push_back(record);
                           return records.size() < records_at_once || try_them();
                         });
  if (!parts_.context.stop.requested()) try_them();
  result_.refused = std::min(counts_.quarantined() - refused_before, result_.arrived);
  result_.arrived -= result_.refused;
  return result_;
}

/// Afterwards a record is this run's, since its row was refused again, or there is none any more.
void SetAside::try_some(Records const& records)
{
  auto const key_columns = plan_.key_columns();
  std::vector<Position> keys;
  std::vector<std::vector<std::uint8_t>> looked_up;
  for (auto const& record : records) {
    auto values = values_of(record, key_columns);
    if (values.empty()) {
      ++result_.not_found;
      continue;
    }
    keys.push_back(std::move(values));
    looked_up.push_back(record.record);
  }
  if (keys.empty()) return;
  auto const present = read(keys);
  for (auto const& key : keys) ++(present.contains(joined(key)) ? result_.arrived : result_.gone);
  parts_.lease.check();
  mongo::RecordFilter const settled{.pipeline = parts_.context.config.sync.pipeline,
                                    .tables = {choice_.table.name},
                                    .keys = {},
                                    .not_of_run = parts_.run};
  mongo::remove_records(quarantine_, settled, &looked_up);
}

std::set<std::string> SetAside::read(std::vector<Position> const& keys)
{
  auto const statement = mysql::lookup(spec_, plan_.key(), keys);
  for (;;) {
    std::set<std::string> present;
    Batch batch;
    try {
      session_.repair();
      mysql::for_each_row(*session_, statement, spec_.columns, [&](Row row) {
        plan_.encode(row, batch);
        present.insert(joined(position_of(spec_.columns, row, plan_.key())));
        if (batch.full(parts_.limits)) write(batch);
      });
      write(batch);
      retries_.succeeded();
      return present;
    } catch (Error const& error) {
      if (error.fault() != Fault::source) throw; // the writer has tried again as often as it should
      retries_.wait_or_throw(error);
    }
  }
}

void SetAside::write(Batch& batch)
{
  if (!batch.empty()) writer_.write(batch);
  batch.clear();
}

} // namespace mysync::sync
