// Incremental reads: from behind the watermark up to the newest row that exists when they begin.

#include "core/error.hpp"
#include "core/text.hpp"
#include "sync/read_specs.hpp"
#include "sync/row_filter.hpp"
#include "sync/table_sync.hpp"
#include "sync/watermark.hpp"

#include <algorithm>

namespace mysync::sync {

namespace {

/// A newest row this far above the horizon by the clock alone is worth a word.
constexpr std::chrono::minutes worth_saying{30};

} // namespace

/// Rows that changed while the first load ran arrive in the same run; the watermark stays where the
/// load put it, since the horizon is still the one from before it. After a source's clock was set
/// back a load by --full leaves the watermark above that horizon.
PassEnd TableSync::read_changes_during_load()
{
  if (choice_.mode != config::Mode::timestamp) return PassEnd::complete;
  auto const newest = newest_cursor();
  if (!newest || *newest <= record_.horizon) return PassEnd::complete;
  if (read_range(record_.horizon, *newest) == PassEnd::stopped) return PassEnd::stopped;
  record_.newest = std::max(record_.newest, *newest);
  note_far_ahead(*newest);
  return PassEnd::complete;
}

PassEnd TableSync::read_range(std::string const& low, std::string const& high)
{
  auto pass = this->pass(WritePolicy::compare_first);
  pass.spec = sync::catch_up(choice_, plan_, {low, high});
  if (record_.catch_up) {
    pass.after = resume(*record_.catch_up, pass.spec);
    pass.remember = [&](Position const& position) {
      record_.catch_up->position = position;
      save_now_and_then();
    };
  }
  if (perform(pass) == PassEnd::stopped) return PassEnd::stopped;
  return remove_left(low, high);
}

void TableSync::check_no_nulls()
{
  if (choice_.options.null_cursor != config::NullCursor::refuse || choice_.cursor.empty()) return;
  auto const column = mysql::quoted(cursor().name);
  auto const rows = with_retries(retries_, [&] {
    session_.repair();
    return session_->query(fmt::format("SELECT 1 FROM {}.{} WHERE {} IS NULL LIMIT 1",
                                       mysql::quoted(choice_.table.schema),
                                       mysql::quoted(choice_.table.name), column));
  });
  if (rows.empty()) return;
  throw failure(Fault::data,
                "table {}: there are rows without {} and null_cursor = \"refuse\"; fill it, or set "
                "null_cursor = \"sweep\"",
                choice_.table.name, cursor().name);
}

/// Rows without a cursor have no place in the order: each run looks at all of them.
PassEnd TableSync::sweep_nulls(std::string const& low)
{
  if (!cursor().nullable) return PassEnd::complete;
  auto pass = this->pass(WritePolicy::compare_first);
  // `low` was made for the first column; for one of another form or zone it would mean another
  // time.
  auto const* const second =
      choice_.cursor.size() > 1 ? choice_.table.find(choice_.cursor[1]) : nullptr;
  bool const same_form =
      second != nullptr && second->type == cursor().type && second->scale == cursor().scale;
  auto const from = same_form ? low : "";
  pass.spec = null_cursors(choice_, plan_, from);
  pass.all_read_again = true;
  auto const read_before = result_.read;
  auto const end = perform(pass);
  auto const nulls = result_.read - read_before;
  if (choice_.cursor.size() == 1) note_swept(nulls);
  if (end == PassEnd::stopped || choice_.filter.empty()) return end;
  return remove_rows(null_cursors(departed(choice_), plan_, from));
}

void TableSync::note_swept(std::uint64_t rows)
{
  if (rows == 0) return;
  result_.news.push_back(fmt::format("{} rows have no {} and are looked at in every run",
                                     grouped(rows), cursor().name));
}

/// 0000-00-00 says as little as NULL.
PassEnd TableSync::sweep_zeros()
{
  auto const zero = mysql::zero_date(cursor());
  if (!has_zero_cursors_) return PassEnd::complete;
  auto pass = this->pass(WritePolicy::compare_first);
  pass.spec = sync::catch_up(choice_, plan_, {zero, zero});
  pass.all_read_again = true;
  auto const read_before = result_.read;
  auto const end = perform(pass);
  note_swept(result_.read - read_before);
  return end == PassEnd::stopped ? end : remove_left(zero, zero);
}

PassEnd TableSync::catch_up_timestamp()
{
  if (record_.catch_up) { // an interrupted one goes on with its own horizon; a fresh one follows it
    auto const unfinished = *record_.catch_up;
    if (read_range(catch_up_low(), unfinished.newest) == PassEnd::stopped) return PassEnd::stopped;
    read_up_to(record_, unfinished);
    record_.newest = std::max(record_.newest, unfinished.newest);
    record_.catch_up.reset();
    save();
  }
  auto const horizon = horizon_text();
  result_.horizon = horizon;
  auto const low = catch_up_low();
  auto const newest = newest_cursor();
  record_.catch_up =
      mongo::PassRecord{.horizon = horizon, .newest = newest.value_or(""), .clocks = clocks()};
  if (newest && *newest >= low && read_range(low, *newest) == PassEnd::stopped)
    return PassEnd::stopped;
  if (sweep_nulls(low) == PassEnd::stopped || sweep_zeros() == PassEnd::stopped)
    return PassEnd::stopped;
  read_up_to(record_, *record_.catch_up);
  record_.catch_up.reset();
  if (newest) {
    record_.newest = std::max(record_.newest, *newest);
    note_far_ahead(*newest);
  }
  reread_done();
  return PassEnd::complete;
}

bool TableSync::all_ended_since_mark() const
{
  if (!record_.marked) return false;
  auto const& time = parts_.time;
  if (protection_.blind.empty()) return time.known && time.settled.utc > *record_.marked;
  return time.clock.utc - *record_.marked >= protection_.overlap;
}

PassEnd TableSync::catch_up_append()
{
  if (sweep_nulls("") == PassEnd::stopped) return PassEnd::stopped;
  if (record_.catch_up) {
    auto const unfinished = *record_.catch_up;
    if (read_range(record_.watermark, unfinished.newest) == PassEnd::stopped)
      return PassEnd::stopped;
    record_.catch_up.reset();
  }
  auto const newest = newest_cursor();
  if (!newest) return PassEnd::complete;
  record_.catch_up =
      mongo::PassRecord{.horizon = {}, .newest = *newest, .order = {}, .position = {}};
  if (read_range(record_.watermark, *newest) == PassEnd::stopped) return PassEnd::stopped;
  record_.catch_up.reset();
  auto const ended = all_ended_since_mark() ? Ended::yes : Ended::no;
  auto const now = source_time(); // after it was the largest
  move_mark(record_, *newest, ended, now);
  return PassEnd::complete;
}

/// Above what the clock alone allows; what transactions hold back is said by itself.
void TableSync::note_far_ahead(std::string const& newest)
{
  auto const top = parse_wall(newest);
  auto const watermark = horizon(parts_.time.clock, cursor(), zones());
  if (!top || *top <= watermark) return;
  auto const ahead = std::chrono::duration_cast<std::chrono::milliseconds>(*top - watermark);
  if (ahead < worth_saying) return;
  result_.news.push_back(
      fmt::format("the newest {} is {} above the horizon; its rows are read again each run. If one "
                  "clock fills it, name its zone: cursor_zone",
                  cursor().name, duration_text(std::chrono::floor<std::chrono::minutes>(ahead))));
}

} // namespace mysync::sync
