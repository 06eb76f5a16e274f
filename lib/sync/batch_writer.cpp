#include "sync/batch_writer.hpp"

#include "core/crash_point.hpp"
#include "core/text.hpp"
#include "sync/held_write.hpp"

#include <algorithm>
#include <numeric>

namespace mysync::sync {

namespace {

mongo::Selection all_of(Batch const& batch)
{
  mongo::Selection all(batch.documents.size());
  std::iota(all.begin(), all.end(), 0U);
  return all;
}

std::string describe(mongo::WriteError const& error)
{
  return fmt::format("the target refused the document: {} ({})", error.message, error.code);
}

} // namespace

void PassCounts::refused(std::vector<Refusal> const& refusals)
{
  std::lock_guard const lock(mutex_);
  for (auto const& refusal : refusals) refused_.insert(std::hash<std::string>{}(refusal.key));
}

std::uint64_t PassCounts::quarantined() const
{
  std::lock_guard const lock(mutex_);
  return refused_.size();
}

BatchWriter::BatchWriter(mongo::Target const& target, Hold const& lease, Retries retries,
                         BatchWriterOptions options, PassCounts& counts)
    : lease_(&lease), retries_(std::move(retries)), options_(std::move(options)), counts_(&counts),
      documents_(target, options_.collection),
      quarantine_(target, options_.pipeline, options_.table)
{}

void BatchWriter::write(Batch const& batch)
{
  auto const outcome = write_held(*lease_, retries_, options_.lost, [&] {
    auto written = write_once(batch);
    reached("batch_acknowledged");
    settle_quarantine(batch, written);
    return written;
  });
  retries_.succeeded();
  counts_->rows += batch.rows;
  counts_->created += outcome.created;
  counts_->updated += outcome.updated;
  counts_->unchanged += outcome.unchanged;
  counts_->refused(batch.refused);
  counts_->refused(outcome.refused);
}

BatchWriter::Outcome BatchWriter::write_once(Batch const& batch)
{
  reached("batch_sending");
  Outcome outcome;
  auto to_write = choose(batch, outcome);
  insert(batch, to_write, outcome);
  replace(batch, to_write.replace, outcome);
  return outcome;
}

/// What is absent is inserted, which costs both sides less; beside something to replace it is
/// replaced too, since both are two questions to the target.
BatchWriter::ToWrite BatchWriter::choose(Batch const& batch, Outcome& outcome)
{
  if (options_.policy == WritePolicy::insert_first) return {all_of(batch), {}};
  auto const presence = mongo::compare(documents_, batch, lists_);
  bool const something_differs = std::ranges::count(presence, mongo::Presence::different) > 0;
  ToWrite to_write;
  for (std::uint32_t i = 0; i < presence.size(); ++i) {
    if (presence[i] == mongo::Presence::different)
      to_write.replace.push_back(i);
    else if (presence[i] == mongo::Presence::absent)
      (something_differs ? to_write.replace : to_write.insert).push_back(i);
    else
      ++outcome.unchanged;
  }
  return to_write;
}

/// What turns out to exist is to be replaced.
void BatchWriter::insert(Batch const& batch, ToWrite& to_write, Outcome& outcome) const
{
  auto const written = mongo::write(documents_, batch, to_write.insert, mongo::WriteMode::insert);
  outcome.created += written.created;
  for (auto const& error : written.errors) {
    if (error.duplicate_key())
      to_write.replace.push_back(error.document);
    else
      outcome.refused.push_back(
          mongo::refusal_of(batch, batch.documents[error.document], describe(error)));
  }
}

/// A duplicate key on a replace is either another's concurrent upsert, which a second try settles,
/// or another unique index, which it does not.
void BatchWriter::replace(Batch const& batch, mongo::Selection const& selection,
                          Outcome& outcome) const
{
  auto remaining = selection;
  for (bool last_try : {false, true}) {
    auto const written = mongo::write(documents_, batch, remaining, mongo::WriteMode::replace);
    outcome.created += written.created;
    outcome.updated += written.updated;
    outcome.unchanged += written.unchanged;
    remaining.clear();
    for (auto const& error : written.errors) {
      if (error.duplicate_key() && !last_try)
        remaining.push_back(error.document);
      else
        outcome.refused.push_back(
            mongo::refusal_of(batch, batch.documents[error.document], describe(error)));
    }
  }
}

void BatchWriter::settle_quarantine(Batch const& batch, Outcome const& outcome) const
{
  quarantine_.record(batch.refused, options_.run);
  quarantine_.record(outcome.refused, options_.run);
  if (!options_.has_records || batch.documents.empty()) return;
  std::vector<std::span<std::uint8_t const>> arrived;
  for (auto const& slice : batch.documents) {
    auto const id = id_element(batch, slice);
    bool refused = false;
    for (auto const& refusal : outcome.refused) {
      refused = refused || std::ranges::equal(refusal.id, id);
    }
    if (!refused) arrived.push_back(id);
  }
  quarantine_.forget(arrived);
}

} // namespace mysync::sync
