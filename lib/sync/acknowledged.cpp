#include "sync/acknowledged.hpp"

#include <utility>

namespace mysync::sync {

std::optional<Position> Acknowledged::acknowledged(Ticket ticket, Position position)
{
  waiting_.emplace(ticket, std::move(position));
  std::optional<Position> moved;
  while (!waiting_.empty() && waiting_.begin()->first == lowest_unfinished_) {
    moved = std::move(waiting_.begin()->second);
    waiting_.erase(waiting_.begin());
    ++lowest_unfinished_;
  }
  return moved;
}

} // namespace mysync::sync
