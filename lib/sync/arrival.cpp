#include "sync/arrival.hpp"

#include "sync/horizon.hpp"
#include "sync/late_commits.hpp"

#include <algorithm>

namespace mysync::sync {

namespace {

using namespace std::chrono_literals;

/// Runs in a loop leave the lease free for moments between them.
constexpr auto quiet_enough = 1s;

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
  bool const busy = view.holder.has_value() || (token_ >= 0 && view.token != token_);
  token_ = view.token;
  if (busy)
    quiet_since_.reset();
  else if (!quiet_since_)
    quiet_since_ = std::chrono::steady_clock::now();
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
  return quiet_since_ && std::chrono::steady_clock::now() - *quiet_since_ >= quiet_enough;
}

} // namespace mysync::sync
