#include "sync/claims.hpp"

namespace mysync::sync {

Claims::Claims(LoadShare const& share, RangeWorker worker)
    : share_(share), worker_(std::move(worker)),
      store_(share.parts.target, share.parts.context.config.sync.state_collection,
             share.parts.context.config.sync.pipeline, share.choice.table.name),
      retries_(share.parts.retries(share.choice.table.name)),
      observer_(share.parts.context.config.sync.lease, share.parts.lease.token())
{}

bool Claims::is_dead(mongo::Range const& range)
{
  return observer_.is_dead(range, std::chrono::steady_clock::now());
}

mongo::Ranges Claims::read() const
{
  auto ranges = store_.read();
  bool const joined = share_.pulse != nullptr;
  if (!ranges && joined) return {.load = share_.load, .all_cut = true}; // it has come to its end
  if (ranges && ranges->load == share_.load) return *std::move(ranges);
  throw failure(Fault::busy, "table {}: its load was begun anew by another run",
                share_.choice.table.name);
}

bool Claims::leave(mongo::Ranges ranges)
{
  ++ranges.revision; // as the store did
  left_ = std::move(ranges);
  return true;
}

} // namespace mysync::sync
