#pragma once
// How many ids to ask a server for at once.

#include <chrono>
#include <cstddef>

namespace mysync::mongo {

/// Most servers answer a list of a thousand ids as fast as ten lists of a hundred, and the way to
/// them is saved nine times; some take a time that grows with the square of the list. Lists double
/// as long as an id does not become dearer.
class ListSize {
public:
  static constexpr std::size_t least = 100, most = 1000;

  std::size_t size() const noexcept { return size_; }
  /// The answer to a list of `ids` took this long.
  void took(std::size_t ids, std::chrono::nanoseconds time) noexcept;

private:
  std::size_t size_ = least;
  double nanoseconds_per_id_ = 0; ///< with lists half as long; 0: not known
  bool settled_ = false;
};

} // namespace mysync::mongo
