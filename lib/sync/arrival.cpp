#include "sync/arrival.hpp"

#include "sync/horizon.hpp"
#include "sync/late_commits.hpp"

#include <algorithm>

namespace mysync::sync {

namespace {

using namespace std::chrono_literals;

/// Nobody seems to run.
constexpr auto quiet_enough = 1s;
/// Where runs were seen the next one may be on its way: runs in a loop, or cron on a busy machine,
/// leave the lease free for seconds between them.
constexpr auto quiet_after_runs = 10s;
/// A run's changes arrive within seconds of its reading them.
constexpr auto while_runs_live = 15s;

/// So far below the watermark no run looks again: what was not seen by then never is.
std::string settled_below(std::string const& watermark, config::Sync const& sync)
{
  auto const wall = parse_wall(watermark);
  if (!wall) return watermark; // a key: its watermark follows only what is settled
  auto const overlap = sync.overlap.value_or(unproven_overlap);
  Column finest;
  finest.type = ColumnType::date_time;
  finest.scale = 6;
  return wall_text(*wall - overlap, finest);
}

} // namespace

Arrival::Arrival(VerifyParts const& parts, TableChoice const& choice, convert::Plan const& plan)
    : parts_(&parts), table_(choice.table.name),
      state_(parts.target, parts.context.config.sync.state_collection,
             parts.context.config.sync.pipeline),
      lease_(parts.target, parts.context.config.sync.state_collection,
             parts.context.config.sync.pipeline)
{
  if (!choice.cursor.empty() && choice.mode != config::Mode::full)
    cursor_ = plan.index_of(choice.cursor.front());
}

void Arrival::observe()
{
  auto retries = parts_->retries(table_);
  auto const view = with_retries(retries, [&] {
    record_ = state_.read(table_);
    return lease_.read();
  });
  auto watermark = record_ ? record_->watermark : std::string();
  if (record_ && !record_->horizon.empty()) // below it once the source's clock was set back
    watermark = std::min(watermark, record_->horizon);
  passed_ = CursorOrder(watermark);
  settled_ = CursorOrder(settled_below(watermark, parts_->context.config.sync));
  auto const now = std::chrono::steady_clock::now();
  bool const taken = first_observed_ && view.token != lease_seen_.token;
  if (!first_observed_ || taken || view.renewed != lease_seen_.renewed)
    lease_unchanged_since_ = now;
  bool const dead = now - lease_unchanged_since_ > view.duration;
  lease_seen_ = view;
  if (!first_observed_) first_observed_ = now;
  if (taken || (view.holder && !dead)) {
    runs_seen_ = true;
    quiet_since_.reset();
  } else if (!quiet_since_) {
    quiet_since_ = dead ? lease_unchanged_since_ : now;
  }
}

std::chrono::milliseconds Arrival::patience() const noexcept
{
  bool const renewed = first_observed_ && lease_unchanged_since_ > *first_observed_;
  if (!lease_seen_.holder || renewed) return while_runs_live;
  return std::max<std::chrono::milliseconds>(while_runs_live, lease_seen_.duration + quiet_enough);
}

Arrived Arrival::of(Row row) const
{
  if (!record_ || !cursor_ || row[*cursor_].kind == Cell::Kind::null) return without_row();
  auto const& cursor = row[*cursor_];
  if (settled_.covers(cursor)) return Arrived::certainly;
  return passed_.covers(cursor) ? Arrived::presumably : Arrived::not_yet;
}

Arrived Arrival::without_row() const
{
  bool const loading = record_ && record_->phase == "snapshot" && record_->watermark.empty();
  return loading ? Arrived::not_yet : Arrived::presumably;
}

bool Arrival::quiet() const
{
  if (parts_->lease != nullptr) return true; // the only run is ours
  auto const enough = runs_seen_ ? quiet_after_runs : quiet_enough;
  return quiet_since_ && std::chrono::steady_clock::now() - *quiet_since_ >= enough;
}

} // namespace mysync::sync
