#include "sync/table_sync.hpp"

#include "core/crash_point.hpp"
#include "core/error.hpp"
#include "core/text.hpp"
#include "mongo/quarantine.hpp"
#include "sync/checked_record.hpp"
#include "sync/clocks.hpp"
#include "sync/drift.hpp"
#include "sync/read_specs.hpp"
#include "sync/reconcile.hpp"
#include "sync/set_aside.hpp"

namespace mysync::sync {

namespace {

/// A killed run repeats at most what was acknowledged since; every state write costs a round trip.
constexpr std::chrono::milliseconds save_interval{500};
/// Below every time that a server gives: where a watermark stands that may not move yet.
constexpr Wall beginning{std::chrono::hours(24)};
/// Alterations that one run follows; somebody who alters more often is not done yet.
constexpr unsigned most_plans = 5;

} // namespace

TableSync::TableSync(RunParts const& parts, TableChoice const& choice)
    : parts_(parts), choice_(choice),
      protection_(protection(choice_, parts.time.blind, parts.context.config.sync.overlap)),
      plan_(choice_.table, choice_.mapping),
      session_(parts.sessions, choice.table.name, Loan::Later()),
      state_(parts.target, parts.context.config.sync.state_collection,
             parts.context.config.sync.pipeline),
      retries_(parts.retries(choice.table.name)), started_(std::chrono::system_clock::now()),
      saved_(std::chrono::steady_clock::now())
{
  result_.table = choice.table.name;
  result_.collection = choice.collection;
}

void TableSync::begin(bool full)
{
  auto const found = with_retries(retries_, [&] { return state_.read(choice_.table.name); });
  record_.table = choice_.table.name;
  if (found) record_ = checked(*found, parts_.lease, parts_.context.config.sync.pipeline);
  record_is_known_ = true;
  with_retries(retries_, [&] { session_.repair(); });
  // Before the record says so: one that is refused claims nothing.
  check_own(parts_.surroundings,
            {parts_.context.config.sync.pipeline, record_.table, choice_.collection});
  if (found && !found->key.empty()) {
    check_same_reading(record_, choice_);
    follow_drift();
  } else {
    // Forgotten by reset-watermark, or never read: only its counts go on.
    record_.schema = schema_fingerprint(choice_.table);
    parts_.context.log.write(
        {.table = choice_.table.name, .operation = "discover", .message = choice_.reason});
  }
  if (!choice_.cursor.empty() && choice_.cursor_index.empty()) {
    parts_.context.log.write({.level = LogLevel::warn,
                              .table = choice_.table.name,
                              .operation = "discover",
                              .message = "every run reads the whole table; create an index on (" +
                                         choice_.cursor.front() + ")"});
  }
  record_.collection = choice_.collection;
  record_.key = choice_.key;
  record_.ids = id_kinds(choice_);
  record_.cursor = cursor_names(choice_);
  record_.where = choice_.options.where;
  check_collection();
  note_changed_deletes();
  record_.blind = choice_.cursor.empty() ? "" : protection_.blind;
  if (record_.blind != parts_.time.blind && !record_.blind.empty()) { // the run has said the other
    parts_.context.log.write({.level = LogLevel::warn,
                              .table = choice_.table.name,
                              .operation = "horizon",
                              .message = warning(protection_)});
  }
  be_careful();
  if (full && !record_.snapshot) {
    record_.phase = "snapshot";
    record_.catch_up.reset();
  }
  with_retries(retries_, [&] {
    mongo::Quarantine const quarantine(parts_.target, parts_.context.config.sync.pipeline,
                                       record_.table);
    has_records_ = quarantine.count() > 0;
  });
}

/// Rows that were left out by another column have no document, and those that have one may be
/// marked now: everything is read again.
void TableSync::note_changed_deletes()
{
  auto const soft = choice_.options.soft_column();
  if (record_.soft != soft && record_.phase == "steady") {
    record_.phase = "snapshot";
    record_.snapshot.reset();
    record_.catch_up.reset();
    result_.news.push_back(
        "the column that marks deleted rows was changed: every row is read again");
  }
  record_.soft = soft;
}

PassEnd TableSync::run(RunRequest const& request)
{
  begin(request.full);
  for (unsigned plans = 1;; ++plans) {
    try {
      return run_planned(request);
    } catch (Error const& error) {
      if (error.fault() != Fault::source || plans == most_plans || !plan_again()) throw;
    }
  }
}

PassEnd TableSync::run_planned(RunRequest const& request)
{
  check_no_nulls();
  if (read_rows() == PassEnd::stopped) return PassEnd::stopped;
  retry_set_aside();
  ReconcileRequest const asked{.asked = request.reconcile, .named = !request.tables.empty()};
  if (!reconcile_wanted(choice_, asked, record_.reconciled, started_)) return PassEnd::complete;
  return reconcile(request.force_deletes ? Deleting::forced : Deleting::limited);
}

PassEnd TableSync::read_rows()
{
  bool const every_row = choice_.mode == config::Mode::full;
  // Rows before an old position may have changed since; only a first load may skip them.
  if (every_row && record_.phase == "steady") record_.snapshot.reset();
  bool const loading = every_row || record_.phase == "snapshot";
  result_.was_snapshot = loading;
  if (!loading) {
    return choice_.mode == config::Mode::append ? catch_up_append() : catch_up_timestamp();
  }
  if (load() == PassEnd::stopped) return PassEnd::stopped;
  return every_row ? PassEnd::complete : read_changes_during_load();
}

/// Rows whose records nothing else may end: a row that the target refuses does not change when the
/// target does, and one whose key has no BSON value is known by another when that has.
void TableSync::retry_set_aside()
{
  if (!has_records_) return;
  mongo::RecordFilter filter;
  filter.every_run = true;
  auto const counts =
      SetAside(parts_, choice_, session_, counts_, [this] { ask_to_reread(); }).retry(filter);
  result_.read += counts.arrived + counts.refused;
  result_.read_again += counts.arrived + counts.refused;
}

Pass TableSync::pass(WritePolicy policy) const
{
  Pass pass;
  pass.table = choice_.table.name;
  pass.newest_before = record_.newest;
  if (!choice_.cursor.empty()) pass.cursor = plan_.index_of(choice_.cursor.front());
  pass.writing = {.pipeline = parts_.context.config.sync.pipeline,
                  .table = choice_.table.name,
                  .collection = choice_.collection,
                  .run = parts_.run,
                  .policy = policy,
                  .has_records = has_records_};
  pass.rows_estimate = choice_.table.rows_estimate;
  pass.max_quarantine_percent = parts_.context.config.sync.max_quarantine_percent;
  pass.writing.lost = [this] { ask_to_reread(); };
  return pass;
}

PassEnd TableSync::perform(Pass const& pass)
{
  auto const report = run_pass(parts_, session_, plan_, pass, counts_);
  result_.read += report.read;
  result_.read_again += report.read_again;
  judge_refused(report.end);
  return report.end;
}

/// Where an unfinished pass goes on; from its start when its order is not what it was (an index
/// came or went), since its position then has values of other columns.
std::optional<Position> TableSync::resume(mongo::PassRecord& unfinished,
                                          mysql::ReadSpec const& spec) const
{
  auto const order = order_text(spec);
  bool const fits = unfinished.position && unfinished.position->size() == spec.order.size();
  if (unfinished.order != order || !fits) unfinished.position.reset();
  unfinished.order = order;
  return unfinished.position;
}

void TableSync::save()
{
  parts_.lease.check();
  reached("remembering");
  with_retries(retries_, [&] { state_.write(record_, parts_.lease.token()); });
  reached("remembered");
  saved_ = std::chrono::steady_clock::now();
}

void TableSync::save_now_and_then()
{
  if (std::chrono::steady_clock::now() - saved_ < save_interval) return;
  learn_identity();
  save();
}

Column const& TableSync::cursor() const
{
  return *plan_.columns()[plan_.index_of(choice_.cursor.front())];
}

CursorZones TableSync::zones() const
{
  return {choice_.options.cursor_zone, choice_.mapping.datetime_zone};
}

std::string TableSync::horizon_text() const
{
  auto const& time = parts_.time;
  if (time.known) return wall_text(horizon(time.settled, cursor(), zones()), cursor());
  return wall_text(record_.watermark.empty() ? beginning : synced_up_to(), cursor());
}

mongo::ClockRecord TableSync::clocks() const { return clocks_of(parts_.time, cursor(), zones()); }

mongo::TimePoint TableSync::source_time()
{
  auto const clock = with_retries(retries_, [&] {
    session_.repair();
    return mysql::read_clock(*session_);
  });
  return std::chrono::ceil<std::chrono::milliseconds>(clock.utc);
}

/// The largest value of the cursor, of all rows: one that left the filter is to be found as well.
/// Notes on the way whether there are zero dates, which are below every watermark.
std::optional<std::string> TableSync::newest_cursor()
{
  auto spec = whole_table(choice_, plan_);
  spec.where.clear();
  spec.index = choice_.cursor_index;
  bool const may_be_zero = !mysql::zero_date(cursor()).empty();
  auto const statement =
      may_be_zero ? mysql::newest_and_zero(spec, cursor()) : mysql::newest(spec, cursor());
  std::vector<Column const*> const columns(may_be_zero ? 2 : 1, &cursor());
  return with_retries(retries_, [&] {
    session_.repair();
    std::optional<std::string> newest;
    mysql::for_each_row(*session_, statement, columns, [&](Row row) {
      auto const value = position_value(cursor(), row[0]);
      if (value.kind == PositionValue::Kind::text) newest = value.value;
      has_zero_cursors_ = may_be_zero && row[1].kind != Cell::Kind::null;
    });
    return newest;
  });
}

/// What the plan noted about values that were not simply carried over.
void TableSync::add_notes(std::vector<std::string>& news) const
{
  auto notes = plan_.notes();
  notes.add(range_notes_);
  for (auto const& [column, count] : notes.zero_dates) {
    news.push_back(
        fmt::format("{}: {} zero or impossible dates became {}", column, grouped(count),
                    choice_.mapping.zero_dates == config::ZeroDates::string ? "text" : "null"));
  }
  for (auto const& [column, count] : notes.ambiguous) {
    news.push_back(fmt::format("{}: {} local times that came twice were taken as the earlier",
                               column, grouped(count)));
  }
  for (auto const& [column, count] : notes.skipped) {
    news.push_back(fmt::format("{}: {} local times that never came were moved past the gap", column,
                               grouped(count)));
  }
}

TableResult TableSync::result() const
{
  auto result = result_;
  result.phase = record_.phase == "steady" ? Phase::steady : Phase::snapshot;
  result.created = counts_.created;
  result.updated = counts_.updated;
  result.unchanged = counts_.unchanged;
  result.quarantined = counts_.quarantined();
  result.watermark = record_.watermark;
  if (!choice_.cursor.empty()) {
    result.held_back_seconds = std::chrono::duration<double>(parts_.time.held_back()).count();
    if (holds_back(parts_.time)) result.news.push_back(held_back_text(parts_.time));
  }
  add_notes(result.news);
  return result;
}

} // namespace mysync::sync
