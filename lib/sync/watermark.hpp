#pragma once
// Where a table's watermark goes, and where its next reading begins: decisions on what is
// remembered of the table, without a server.

#include "mongo/table_record.hpp"
#include "sync/horizon.hpp"

namespace mysync::sync {

/// Every row below the pass's horizon was read. The watermark never moves backwards; where the next
/// catch-up begins does, when the source's clock has.
void read_up_to(mongo::TableRecord& record, mongo::PassRecord const& pass);

/// Every row that has appeared since the last complete reading has this time or a later one: the
/// watermark, unless the source's clock was set back meanwhile, or already before that reading and
/// has not caught up. Throws Error (Fault::target) for a watermark that is not a time.
Wall synced_up_to(mongo::TableRecord const& record, SourceTime const& time, Wall cursor_clock);

/// Keys are given out in one order and committed in another: the watermark may only move to a key
/// that was the largest so long ago that every transaction of that moment has `ended`; rows above
/// it are read again. `newest` is the largest key now, `now` a moment after it was looked up.
enum class Ended : std::uint8_t { no, yes };
void move_mark(mongo::TableRecord& record, std::string const& newest, Ended ended,
               mongo::TimePoint now);

} // namespace mysync::sync
