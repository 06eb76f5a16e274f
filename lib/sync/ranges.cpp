#include "sync/ranges.hpp"

#include "core/error.hpp"

#include <algorithm>

namespace mysync::sync {

namespace {

mongo::Range* find(mongo::Ranges& ranges, std::int64_t number, std::string const& worker)
{
  auto const found = std::ranges::find(ranges.unfinished, number, &mongo::Range::number);
  return found == ranges.unfinished.end() || found->worker != worker ? nullptr : &*found;
}

} // namespace

std::optional<mongo::Range> take(mongo::Ranges& ranges, RangeWorker const& worker,
                                 IsDead const& is_dead)
{
  auto& all = ranges.unfinished;
  auto found = std::ranges::find(all, worker.name, &mongo::Range::worker);
  if (found == all.end()) {
    found = std::ranges::find_if(
        all, [&](auto const& range) { return range.worker.empty() || is_dead(range); });
  }
  if (found == all.end()) return std::nullopt;
  if (found->worker != worker.name && found->number == ranges.whole) ranges.share_asked = false;
  found->worker = worker.name;
  found->token = worker.token;
  ++found->beat;
  return *found;
}

mongo::Range cut(mongo::Ranges& ranges, std::optional<Position> const& end,
                 RangeWorker const& worker)
{
  mongo::Range range{.number = ++ranges.cut_count,
                     .after = ranges.frontier,
                     .until = end,
                     .position = {},
                     .worker = worker.name,
                     .token = worker.token,
                     .beat = 1};
  ranges.unfinished.push_back(range);
  ranges.frontier = end;
  ranges.all_cut = !end;
  return range;
}

std::optional<mongo::Range> take_whole(mongo::Ranges& ranges, RangeWorker const& worker)
{
  if (ranges.cut_count > 0) return std::nullopt;
  auto range = cut(ranges, std::nullopt, worker);
  ranges.whole = range.number;
  return range;
}

bool ask_for_share(mongo::Ranges& ranges)
{
  if (ranges.whole == 0 || ranges.share_asked) return false;
  ranges.share_asked = true;
  return true;
}

bool share_is_asked(mongo::Ranges const& ranges, std::int64_t number)
{
  return ranges.whole == number && ranges.share_asked;
}

bool share(mongo::Ranges& ranges, std::int64_t number, std::string const& worker,
           std::optional<Position> const& end)
{
  auto* const range = find(ranges, number, worker);
  if (range == nullptr) return false;
  if (ranges.whole != number) return range->until == end; // given already, but the reply was lost
  range->until = end;
  ranges.frontier = end;
  ranges.all_cut = !end;
  ranges.whole = 0;
  ranges.share_asked = false;
  return true;
}

void check_positions(mongo::Range const& range, std::size_t columns, std::string const& table)
{
  for (auto const* position : {&range.after, &range.until, &range.position}) {
    if (!*position || (*position)->size() == columns) continue;
    throw failure(
        Fault::target,
        "table {0}: what is remembered of its load cannot be understood; to load it anew: "
        "mysync reset-watermark {0}",
        table);
  }
}

bool remember(mongo::Ranges& ranges, std::int64_t number, std::string const& worker,
              Position const& position)
{
  auto* const range = find(ranges, number, worker);
  if (range == nullptr) return false;
  range->position = position;
  ++range->beat;
  return true;
}

bool finish(mongo::Ranges& ranges, std::int64_t number, std::string const& worker)
{
  if (find(ranges, number, worker) == nullptr) return false;
  std::erase_if(ranges.unfinished, [&](auto const& range) { return range.number == number; });
  if (ranges.whole == number) ranges.whole = 0;
  return true;
}

bool release(mongo::Ranges& ranges, std::int64_t number, std::string const& worker)
{
  auto* const range = find(ranges, number, worker);
  if (range == nullptr) return false;
  range->worker.clear();
  range->token = 0;
  return true;
}

bool beat(mongo::Ranges& ranges, std::string const& prefix)
{
  bool any = false;
  for (auto& range : ranges.unfinished) {
    if (!range.worker.starts_with(prefix)) continue;
    ++range.beat;
    any = true;
  }
  return any;
}

bool Observer::is_dead(mongo::Range const& range, Moment now)
{
  if (range.token > 0 && range.token < token_) return true;
  auto& seen = seen_[range.number];
  if (seen.worker != range.worker || seen.beat != range.beat) {
    seen = {range.worker, range.beat, now};
    return false;
  }
  return now - seen.since >= patience_;
}

} // namespace mysync::sync
