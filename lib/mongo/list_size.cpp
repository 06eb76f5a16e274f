#include "mongo/list_size.hpp"

#include <algorithm>

namespace mysync::mongo {

void ListSize::took(std::size_t ids, std::chrono::nanoseconds time) noexcept
{
  bool const says_something = ids == size_; // a batch's last list is shorter
  if (settled_ || !says_something) return;
  constexpr double dearer = 1.2; // below it is noise
  auto const per_id = static_cast<double>(time.count()) / static_cast<double>(ids);
  if (nanoseconds_per_id_ > 0 && per_id > nanoseconds_per_id_ * dearer) {
    size_ = std::max(size_ / 2, least);
    settled_ = true;
    return;
  }
  nanoseconds_per_id_ = per_id;
  settled_ = size_ == most;
  size_ = std::min(2 * size_, most);
}

} // namespace mysync::mongo
