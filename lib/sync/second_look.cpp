#include "sync/second_look.hpp"

#include "sync/row_filter.hpp"

#include <algorithm>
#include <cstring>
#include <functional>
#include <string_view>
#include <thread>

namespace mysync::sync {

namespace {

using namespace std::chrono_literals;

/// When the time is up: long enough to see whether a run is on.
constexpr auto patience_at_end = 3s;
constexpr auto between_rounds = 250ms;
/// Rows looked up at once; fewer when they are large, so that memory stays bounded.
constexpr std::size_t most_at_once = 100;
constexpr std::size_t first_at_once = 10;
constexpr std::size_t bytes_at_once = 2U << 20U;

std::uint64_t digest(std::span<std::uint8_t const> octets)
{
  std::string_view const text(reinterpret_cast<char const*>(octets.data()), octets.size());
  return std::hash<std::string_view>{}(text);
}

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

SecondLook::Pending SecondLook::pending_in(std::span<std::uint8_t const> octets)
{
  Pending pending;
  auto const take = [&](auto& field) {
    std::memcpy(&field, octets.data(), sizeof field);
    octets = octets.subspan(sizeof field);
  };
  take(pending.row);
  take(pending.runs);
  take(pending.stage);
  pending.id.assign(octets.begin(), octets.end());
  return pending;
}

void SecondLook::append(Spill& spill, Pending const& pending)
{
  Octets octets;
  auto const put = [&](auto const& field) {
    auto const* const begin = reinterpret_cast<std::uint8_t const*>(&field);
    octets.insert(octets.end(), begin, begin + sizeof field);
  };
  put(pending.row);
  put(pending.runs);
  put(pending.stage);
  octets.insert(octets.end(), pending.id.begin(), pending.id.end());
  spill.add(0, octets);
}

void SecondLook::mended()
{
  to_write_ = Spill(1);
  to_remove_ = Spill(1);
}

bool SecondLook::interrupted() const
{
  return parts_->stopped() && parts_->context.stop.reason() != StopReason::duration;
}

bool SecondLook::settle(Spill const& ids, Counting counting)
{
  if (ids.size() == 0) return true;
  auto const begun = std::chrono::steady_clock::now();
  Spill undecided(1);
  ids.for_each(0, [&](std::span<std::uint8_t const> id) {
    append(undecided, {.id = {id.begin(), id.end()}});
  });
  for (last_ = false; undecided.size() > 0;) {
    Spill left(1);
    if (!round(undecided, left, counting)) return false;
    undecided = std::move(left);
    if (undecided.size() == 0) break;
    // A stop ends a wait at once; one for the duration still leaves time to see what is on its way.
    if (parts_->stopped())
      std::this_thread::sleep_for(between_rounds);
    else
      parts_->context.stop.wait_for(between_rounds);
    std::chrono::milliseconds const patience =
        parts_->stopped() ? patience_at_end : arrival_.patience();
    last_ = std::chrono::steady_clock::now() - begun >= patience;
  }
  return true;
}

bool SecondLook::round(Spill const& pending, Spill& undecided, Counting counting)
{
  arrival_.observe();
  std::vector<Pending> chunk;
  pending.for_each(0, [&](std::span<std::uint8_t const> octets) {
    if (interrupted()) return;
    chunk.push_back(pending_in(octets));
    if (chunk.size() < at_once_) return;
    look(chunk, undecided, counting);
    chunk.clear();
  });
  if (!chunk.empty() && !interrupted()) look(chunk, undecided, counting);
  return !interrupted();
}

void SecondLook::look(std::vector<Pending>& pending, Spill& undecided, Counting counting)
{
  mongo::IdSpans spans;
  for (auto const& one : pending) spans.emplace_back(one.id);
  std::vector<Seen> seen(pending.size());
  read_rows(spans, seen);
  read_documents(spans, seen);
  read_again(spans, seen);
  for (std::size_t i = 0; i < pending.size(); ++i) {
    compare_with_first(pending[i], seen[i]);
    auto const judged = verdict(seen[i]);
    if (judged == Verdict::undecided)
      append(undecided, pending[i]);
    else
      count(judged, pending[i].id, seen[i], counting);
  }
  if (batch_.documents.empty()) return;
  auto const size = batch_.bytes.size() / batch_.documents.size() + 1;
  at_once_ = std::clamp(bytes_at_once / size, std::size_t{1}, most_at_once);
}

/// The run that was on when the row was first seen so may have read it before it changed; the one
/// after that has seen what there was. Counted from the next round on, since runs may have ended
/// between this round's look at the state and the reading of the row.
void SecondLook::compare_with_first(Pending& pending, Seen& seen) const
{
  auto const row = seen.row ? digest(document(batch_, batch_.documents[*seen.row])) : 0;
  if (pending.stage == Pending::Stage::unseen || pending.row != row || seen.changed) {
    pending = {.id = std::move(pending.id), .row = row, .stage = Pending::Stage::seen};
  } else if (pending.stage == Pending::Stage::seen) {
    pending.runs = arrival_.runs();
    pending.stage = Pending::Stage::counting;
  } else {
    seen.outlived_runs = arrival_.runs() >= pending.runs + 2;
  }
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
  bool const believed = arrived == Arrived::certainly || arrival_.quiet() || seen.outlived_runs;
  if (!believed) return last_ ? Verdict::not_due : Verdict::undecided;
  if (!seen.row) return Verdict::extra;
  return seen.document ? Verdict::differing : Verdict::missing;
}

void SecondLook::count(Verdict verdict, Octets const& id, Seen& seen, Counting counting)
{
  auto& result = *result_;
  bool const is_row = seen.row || seen.refused;
  // There is a row after all, counted or new; or there is none, and those are found at the end.
  if (is_row ? counting == Counting::extra : counting == Counting::rows) return;
  if (is_row) ++result.rows;
  switch (verdict) {
  case Verdict::undecided: return;
  case Verdict::vanished: ++vanished_; return;
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
