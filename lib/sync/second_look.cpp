#include "sync/second_look.hpp"

#include "mongo/id.hpp"
#include "sync/row_filter.hpp"

#include <algorithm>
#include <unordered_map>

namespace mysync::sync {

namespace {

using namespace std::chrono_literals;

/// So long a difference may be a change that is on its way.
constexpr auto patience = 15s;
constexpr auto between_rounds = 250ms;
/// Rows looked up at once; fewer when they are large, so that memory stays bounded.
constexpr std::size_t most_at_once = 100;
constexpr std::size_t first_at_once = 10;
constexpr std::size_t bytes_at_once = 2U << 20U;
/// Enough to see what is wrong, few enough to be read and held.
constexpr std::size_t most_samples = 100;
constexpr std::size_t most_fields = 10;

std::string comparable(std::span<std::uint8_t const> id)
{
  std::vector<std::uint8_t> octets;
  mongo::append_comparable(id, octets);
  return {octets.begin(), octets.end()};
}

using Index = std::unordered_map<std::string, std::size_t>;

Index index_of(mongo::IdSpans const& ids)
{
  Index index;
  for (std::size_t i = 0; i < ids.size(); ++i) index.try_emplace(comparable(ids[i]), i);
  return index;
}

/// Encodes rows one by one: each becomes a document or a refusal of the batch.
class Encoded {
public:
  Encoded(convert::Plan& plan, Batch& batch) : plan_(&plan), batch_(&batch) {}
  /// The row's `_id` element; empty when it has none.
  std::span<std::uint8_t const> add(Row row)
  {
    auto const documents = batch_->documents.size();
    plan_->encode(row, *batch_);
    if (batch_->documents.size() > documents) return id_element(*batch_, batch_->documents.back());
    return batch_->refused.back().id;
  }

private:
  convert::Plan* plan_;
  Batch* batch_;
};

} // namespace

SecondLook::SecondLook(VerifyParts const& parts, TableChoice const& choice, convert::Plan& plan,
                       Loan& session, TableVerification& result)
    : parts_(&parts), choice_(&choice), plan_(&plan), result_(&result),
      rows_(choice, plan, session, parts.retries(choice.table.name)),
      departed_rows_(departed(choice), plan, session, parts.retries(choice.table.name)),
      arrival_(parts, choice, plan), documents_(parts.target, choice.collection),
      quarantine_(parts.target, parts.context.config.sync.pipeline, choice.table.name),
      retries_(parts.retries(choice.table.name)), at_once_(first_at_once)
{}

bool SecondLook::settle(Spill const& ids, Counting counting)
{
  if (ids.size() == 0) return true;
  auto const give_up = std::chrono::steady_clock::now() + patience;
  Spill undecided(1);
  last_ = false;
  if (!round(ids, undecided, counting)) return false;
  while (undecided.size() > 0) {
    parts_->context.stop.wait_for(between_rounds);
    last_ = parts_->stopped() || std::chrono::steady_clock::now() >= give_up;
    Spill left(1);
    if (!round(undecided, left, counting)) return false;
    undecided = std::move(left);
  }
  return true;
}

bool SecondLook::round(Spill const& ids, Spill& undecided, Counting counting)
{
  auto const interrupted = [&] {
    return parts_->stopped() && parts_->context.stop.reason() != StopReason::duration;
  };
  arrival_.observe();
  std::vector<Octets> chunk;
  ids.for_each(0, [&](std::span<std::uint8_t const> id) {
    if (interrupted()) return;
    chunk.emplace_back(id.begin(), id.end());
    if (chunk.size() < at_once_) return;
    look(chunk, undecided, counting);
    chunk.clear();
  });
  if (!chunk.empty() && !interrupted()) look(chunk, undecided, counting);
  return !interrupted();
}

void SecondLook::look(std::vector<Octets> const& ids, Spill& undecided, Counting counting)
{
  mongo::IdSpans const spans(ids.begin(), ids.end());
  std::vector<Seen> seen(ids.size());
  read_rows(spans, seen);
  read_documents(spans, seen);
  read_again(spans, seen);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    auto const judged = verdict(seen[i]);
    if (judged == Verdict::undecided)
      undecided.add(0, ids[i]);
    else
      count(judged, ids[i], seen[i], counting);
  }
  if (batch_.documents.empty()) return;
  auto const size = batch_.bytes.size() / batch_.documents.size() + 1;
  at_once_ = std::clamp(bytes_at_once / size, std::size_t{1}, most_at_once);
}

void SecondLook::read_rows(mongo::IdSpans const& ids, std::vector<Seen>& seen)
{
  auto const index = index_of(ids);
  Encoded encoded(*plan_, batch_);
  rows_.read(
      ids,
      [&] {
        batch_.clear();
        std::ranges::fill(seen, Seen{});
      },
      [&](Row row) {
        auto const refused = batch_.refused.size();
        auto const id = encoded.add(row);
        auto const mine = id.empty() ? index.end() : index.find(comparable(id));
        if (mine == index.end()) return;
        auto& one = seen[mine->second];
        one.refused = batch_.refused.size() > refused;
        if (!one.refused) one.row = static_cast<std::uint32_t>(batch_.documents.size() - 1);
        one.arrived = arrival_.of(row);
      });
}

void SecondLook::read_documents(mongo::IdSpans const& ids, std::vector<Seen>& seen)
{
  bool const full = result_->samples.size() >= most_samples;
  with_retries(retries_, [&] {
    for (auto& one : seen) one.document = one.equal = false;
    mongo::for_each_with_id(documents_, ids,
                            [&](std::size_t i, std::span<std::uint8_t const> found) {
                              auto& one = seen[i];
                              one.document = true;
                              if (!one.row) return;
                              auto const source = document(batch_, batch_.documents[*one.row]);
                              auto const order = parts_->request.order;
                              one.equal = mongo::same(source, found, order);
                              if (!one.equal && !full)
                                one.fields = mongo::differences(source, found, order, most_fields);
                            });
  });
}

/// What differs, once more: rows that changed since the first reading prove nothing. Those that
/// left the configured filter say when they did.
void SecondLook::read_again(mongo::IdSpans const& ids, std::vector<Seen>& seen)
{
  mongo::IdSpans differing;
  mongo::IdSpans without_row;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    auto& one = seen[i];
    if (one.equal || one.refused || (!one.row && !one.document)) continue;
    differing.push_back(ids[i]);
    one.changed = one.row.has_value(); // until it is found as it was
    if (!one.row) without_row.push_back(ids[i]);
  }
  if (differing.empty()) return;
  auto const index = index_of(ids);
  Batch again;
  Encoded encoded(*plan_, again);
  rows_.read(
      differing, [&] { again.clear(); },
      [&](Row row) {
        again.clear();
        auto const id = encoded.add(row);
        auto const mine = id.empty() ? index.end() : index.find(comparable(id));
        if (mine == index.end()) return;
        auto& one = seen[mine->second];
        bool const same_row = one.row && !again.documents.empty() &&
                              std::ranges::equal(document(again, again.documents.front()),
                                                 document(batch_, batch_.documents[*one.row]));
        one.changed = !same_row;
      });
  auto const recorded = with_retries(retries_, [&] { return quarantine_.recorded(differing); });
  for (auto const& id : recorded)
    if (auto const mine = index.find(comparable(id)); mine != index.end())
      seen[mine->second].recorded = true;
  if (choice_->filter.empty()) return;
  departed_rows_.read(
      without_row, [] {},
      [&](Row row) {
        again.clear();
        auto const id = encoded.add(row);
        auto const mine = id.empty() ? index.end() : index.find(comparable(id));
        if (mine != index.end()) seen[mine->second].arrived = arrival_.of(row);
      });
}

SecondLook::Verdict SecondLook::verdict(Seen const& seen) const
{
  if (seen.refused) return Verdict::quarantined;
  if (seen.equal) return Verdict::equal;
  if (!seen.row && !seen.document) return Verdict::vanished;
  if (seen.changed) return last_ ? Verdict::not_due : Verdict::undecided;
  if (seen.row && seen.recorded) return Verdict::quarantined;
  auto const arrived = seen.arrived.value_or(arrival_.without_row());
  if (arrived == Arrived::not_yet) return Verdict::not_due;
  bool const believed = arrived == Arrived::certainly || arrival_.quiet() || last_;
  if (!believed) return Verdict::undecided;
  if (!seen.row) return Verdict::extra;
  return seen.document ? Verdict::differing : Verdict::missing;
}

void SecondLook::count(Verdict verdict, Octets const& id, Seen& seen, Counting counting)
{
  auto& result = *result_;
  bool const is_row = seen.row || seen.refused;
  if (counting == Counting::extra && is_row) return; // there is a row after all, counted or new
  if (is_row) ++result.rows;
  switch (verdict) {
  case Verdict::undecided:
  case Verdict::vanished: return;
  case Verdict::equal: ++result.equal; return;
  case Verdict::quarantined: ++result.quarantined; return;
  case Verdict::not_due: ++result.not_due; return;
  case Verdict::differing:
    ++result.differing;
    to_write_.add(0, id);
    return sample(Difference::Kind::differing, id, seen);
  case Verdict::missing:
    ++result.missing;
    to_write_.add(0, id);
    return sample(Difference::Kind::missing, id, seen);
  case Verdict::extra:
    ++result.extra;
    to_remove_.add(0, id);
    return sample(Difference::Kind::extra, id, seen);
  }
}

void SecondLook::sample(Difference::Kind kind, Octets const& id, Seen& seen)
{
  if (result_->samples.size() >= most_samples) return;
  result_->samples.push_back({kind, mongo::canonical_json(id), std::move(seen.fields)});
}

} // namespace mysync::sync
