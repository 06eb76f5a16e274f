#include "sync/verify_table.hpp"

#include "core/error.hpp"
#include "core/text.hpp"
#include "mongo/bulk.hpp"
#include "sync/drift.hpp"
#include "sync/read_specs.hpp"
#include "sync/writers.hpp"

#include <cmath>

namespace mysync::sync {

namespace {

/// Ids are shown as they are read, not one by one.
constexpr std::uint64_t ids_between_shows = 10'000;

} // namespace

TableVerify::TableVerify(VerifyParts const& parts, TableChoice const& choice,
                         TableVerification& result)
    : parts_(parts), result_(result), session_(parts.sessions, choice.table.name),
      retries_(parts.retries(choice.table.name)),
      state_(parts.target, parts.context.config.sync.state_collection,
             parts.context.config.sync.pipeline),
      record_(with_retries(retries_, [&] { return state_.read(choice.table.name); })),
      choice_(record_ ? read_as_before(choice, *record_, parts.context.config.sync.drift) : choice),
      plan_(choice_.table, choice_.mapping), second_look_(parts, choice_, plan_, session_, result),
      comparisons_({.least_writers = parts.flow.least_writers,
                    .most_writers = parts.flow.most_writers,
                    .first = parts.flow.first})
{}

PassEnd TableVerify::run()
{
  if (!record_) result_.news.push_back("was never synced: mysync run " + choice_.table.name);
  second_look_.begin();
  auto const end = look();
  if (!signalled() && parts_.request.repair) repair();
  return end;
}

PassEnd TableVerify::look()
{
  if (!parts_.request.keys.empty()) return given_keys();
  if (parts_.request.sample_percent) return sampled();
  return parts_.request.walk ? walk() : whole();
}

bool TableVerify::signalled() const
{
  return parts_.stopped() && parts_.context.stop.reason() != StopReason::duration;
}

mongo::VerifyCounts TableVerify::counts() const
{
  return {.rows = result_.rows,
          .differing = result_.differing,
          .missing = result_.missing,
          .extra = result_.extra,
          .not_due = result_.not_due};
}

/// Documents' ids first: a row that is inserted meanwhile has none yet that could seem to be
/// without it.
PassEnd TableVerify::whole()
{
  IdDifference ids;
  if (read_documents(ids) == PassEnd::stopped) return PassEnd::stopped;
  if (pass({.ids = &ids}).end == PassEnd::stopped) return PassEnd::stopped;
  if (find_extra(ids) == PassEnd::stopped) return PassEnd::stopped;
  result_.whole = true;
  remember(true, counts());
  return PassEnd::complete;
}

/// Every row of a batch has an id, as far as its key has one: also those that were refused.
void TableVerify::note_rows(Batch const& batch, IdDifference* ids)
{
  result_.quarantined += batch.refused.size();
  result_.rows += batch.refused.size();
  if (ids == nullptr) return;
  for (auto const& one : batch.documents) ids->add_row(id_element(batch, one));
  for (auto const& one : batch.refused)
    if (!one.id.empty()) ids->add_row(one.id);
}

void TableVerify::show(std::uint64_t number, std::uint64_t total, Counted counted) const
{
  if (!parts_.progress) return;
  parts_.progress({.table = choice_.table.name,
                   .rows = number,
                   .total = total,
                   .doing = "verify",
                   .documents = counted == Counted::documents});
}

/// Reads rows and compares them; returns when what seemed to differ is settled.
TableVerify::PassResult TableVerify::pass(Reach const& reach)
{
  Compared compared;
  auto done = compare(reach, compared);
  result_.equal += compared.equal;
  result_.rows += compared.equal;
  // Without the rows' ids, documents without row are found at the end, those of this pass too.
  auto const counting = reach.ids != nullptr ? Counting::rows_and_extra : Counting::rows;
  if (!second_look_.settle(compared.suspects(), counting)) done.end = PassEnd::stopped;
  return done;
}

TableVerify::PassResult TableVerify::compare(Reach const& reach, Compared& compared)
{
  PassResult done;
  auto const retries = parts_.retries(choice_.table.name);
  std::vector<Comparison> threads;
  std::vector<WriteBatch> compare;
  threads.reserve(comparisons_.limits().most_writers);
  for (unsigned i = 0; i < comparisons_.limits().most_writers; ++i) {
    auto& one = threads.emplace_back(parts_.target, choice_.collection, parts_.request.order,
                                     retries, compared);
    compare.emplace_back([&one](Batch const& batch) { one.compare(batch); });
  }
  Rows rows(session_, retries, whole_table(choice_, plan_), reach.after);
  auto const expected = expected_rows();
  auto const remember = [&, before = result_.rows](Position const& position) {
    if (!position.empty()) done.position = position;
    show(before + compared.rows, expected, Counted::rows);
  };
  Writers writers(std::move(compare), remember, comparisons_, load_writers * parts_.limits.bytes);
  auto const enough = [&] {
    bool const late = reach.until && std::chrono::steady_clock::now() >= *reach.until;
    return late || done.rows >= reach.rows;
  };
  Pump const steps{
      .next = [&] { return rows.next(); },
      .position = [&] { return rows.position(); },
      .encode =
          [&](Row row, Batch& batch) {
            ++done.rows;
            plan_.encode(row, batch);
          },
      .submit =
          [&](Batch batch) {
            note_rows(batch, reach.ids);
            return writers.submit(std::move(batch));
          },
      .stopped = [&] { return parts_.stopped() || enough(); },
  };
  done.end = pump(steps, parts_.limits);
  writers.finish();
  return done;
}

PassEnd TableVerify::read_documents(IdDifference& ids)
{
  mongo::Documents const documents(parts_.target, choice_.collection);
  with_retries(retries_, [&] {
    ids = IdDifference();
    auto const total = static_cast<std::uint64_t>(documents.estimated_count());
    mongo::for_each_id(documents, [&](std::span<std::uint8_t const> id) {
      ids.add_document(id);
      if (ids.documents() % ids_between_shows == 0)
        show(ids.documents(), total, Counted::documents);
      return !parts_.stopped();
    });
  });
  result_.documents = ids.documents();
  return parts_.stopped() ? PassEnd::stopped : PassEnd::complete;
}

PassEnd TableVerify::read_keys(IdDifference& ids)
{
  Rows rows(session_, parts_.retries(choice_.table.name), every_key(choice_, plan_), std::nullopt);
  std::vector<std::uint8_t> id;
  while (auto const row = rows.next()) { // throws unless the server says that this was all
    id.clear();
    if (plan_.encode_id(row->first(plan_.key().size()), id) > 0) ids.add_row(id);
    if (parts_.stopped()) return PassEnd::stopped;
  }
  return PassEnd::complete;
}

PassEnd TableVerify::find_extra(IdDifference const& ids)
{
  Spill candidates(1);
  ids.for_each_without_row([&](std::span<std::uint8_t const> id) {
    candidates.add(0, id);
    return !parts_.stopped();
  });
  if (parts_.stopped()) return PassEnd::stopped;
  return second_look_.settle(candidates, Counting::extra) ? PassEnd::complete : PassEnd::stopped;
}

/// Goes on where the last walk stopped; at the end of the rows it looks for documents without row,
/// and the next walk begins anew.
PassEnd TableVerify::walk()
{
  auto const order = order_text(whole_table(choice_, plan_));
  mongo::VerifyWalk walk;
  if (record_ && record_->verify && record_->verify->walk && record_->verify->walk->order == order)
    walk = *record_->verify->walk;
  else
    walk.begun = std::chrono::system_clock::now();
  walk.order = order;
  if (walk.position || walk.rows_done)
    result_.news.push_back("went on where the walk of " + iso8601(walk.begun) + " stopped");
  if (!walk.rows_done && walk_rows(walk) == PassEnd::stopped) return PassEnd::stopped;
  if (!walk.rows_done) { // the share of this time is done
    result_.news.push_back(fmt::format("a part: the walk has come to row {} of about {}",
                                       grouped(walk.counts.rows),
                                       grouped(std::max(expected_rows(), walk.counts.rows))));
    return PassEnd::complete;
  }
  IdDifference ids;
  if (read_documents(ids) == PassEnd::stopped) return PassEnd::stopped;
  if (read_keys(ids) == PassEnd::stopped) return PassEnd::stopped;
  auto const found_before = result_.extra;
  if (find_extra(ids) == PassEnd::stopped) return PassEnd::stopped;
  walk.counts.extra += result_.extra - found_before;
  result_.whole = true;
  if (record_ && record_->verify) record_->verify->walk.reset();
  remember(true, walk.counts);
  return PassEnd::complete;
}

/// As many as the source thinks there are; a server that has not counted a table yet says 0.
std::uint64_t TableVerify::expected_rows()
{
  if (choice_.table.rows_estimate > 0) return choice_.table.rows_estimate;
  mongo::Documents const documents(parts_.target, choice_.collection);
  return static_cast<std::uint64_t>(
      with_retries(retries_, [&] { return documents.estimated_count(); }));
}

/// In slices, so that little is lost when the program is killed; what a slice found is mended
/// before it is left behind. A read without an order cannot be continued: it is one slice.
PassEnd TableVerify::walk_rows(mongo::VerifyWalk& walk)
{
  bool const in_slices = !walk.order.empty();
  if (!in_slices)
    result_.news.push_back(
        "a walk looks at all of it: nothing orders its rows that a read could be continued by");
  auto const& share = parts_.request.window_percent;
  auto const rows = static_cast<double>(expected_rows()) * share.value_or(100) / 100;
  auto left =
      share && in_slices ? static_cast<std::uint64_t>(std::ceil(std::max(rows, 1.0))) : UINT64_MAX;
  auto const counted_before = walk.counts;
  while (left > 0) {
    Reach reach{.after = walk.position, .rows = left};
    if (in_slices) reach.until = std::chrono::steady_clock::now() + walk_slice();
    auto const done = pass(reach);
    if (signalled()) return PassEnd::stopped;
    if (parts_.request.repair && !parts_.request.dry_run) repair();
    if (signalled()) return PassEnd::stopped;
    left -= std::min(left, done.rows);
    if (done.position) walk.position = done.position;
    walk.rows_done = done.end == PassEnd::complete;
    walk.counts = counted_before + counts();
    if (record_ && !record_->verify) record_->verify.emplace();
    if (record_) record_->verify->walk = walk;
    remember(false, walk.counts);
    result_.documents = result_.equal + result_.differing + result_.extra;
    if (walk.rows_done) return PassEnd::complete;
    if (parts_.stopped()) return PassEnd::stopped;
  }
  return PassEnd::complete;
}

void TableVerify::remember(bool whole, mongo::VerifyCounts const& counts)
{
  if (!record_ || parts_.request.dry_run) return;
  auto verify = record_->verify.value_or(mongo::VerifyRecord{});
  verify.ended = std::chrono::system_clock::now();
  verify.whole = whole;
  verify.counts = counts;
  record_->verify = verify;
  with_retries(retries_, [&] { state_.write_verify(choice_.table.name, verify); });
}

} // namespace mysync::sync
