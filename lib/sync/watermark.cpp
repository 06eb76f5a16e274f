#include "sync/watermark.hpp"

#include "core/error.hpp"
#include "sync/clocks.hpp"

#include <algorithm>

namespace mysync::sync {

void read_up_to(mongo::TableRecord& record, mongo::PassRecord const& pass)
{
  record.watermark = std::max(record.watermark, pass.horizon);
  record.horizon = pass.horizon;
  record.clocks = pass.clocks;
}

namespace {

Wall time_of(mongo::TableRecord const& record, std::string const& text)
{
  auto const wall = parse_wall(text);
  if (wall) return *wall;
  throw failure(Fault::target,
                "table {0}: the watermark '{1}' in the state is not a time; set another: mysync "
                "reset-watermark {0}",
                record.table, text);
}

} // namespace

Wall synced_up_to(mongo::TableRecord const& record, SourceTime const& time, Wall cursor_clock)
{
  auto from = time_of(record, record.watermark);
  if (!record.horizon.empty()) from = std::min(from, time_of(record, record.horizon));
  return from - set_back(record.clocks, time, cursor_clock);
}

void move_mark(mongo::TableRecord& record, std::string const& newest, Ended ended,
               mongo::TimePoint now)
{
  record.newest = newest;
  bool const has_mark = record.marked && !record.mark.empty();
  if (has_mark && ended == Ended::no) return;
  if (has_mark) record.watermark = record.mark;
  record.mark = newest;
  record.marked = now;
}

} // namespace mysync::sync
