#pragma once
// Which documents have no row: two sets of ids of any size, compared in bounded memory.

#include "sync/spill.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace mysync::sync {

/// Takes the `_id` elements of a collection and those that a table's keys make, each in any order
/// and as often as it likes. The two sides need not be sorted alike, which no collation grants:
/// both are parted by the same hash, and part by part compared as the server compares ids.
class IdDifference {
public:
  IdDifference();

  void add_document(std::span<std::uint8_t const> id);
  void add_row(std::span<std::uint8_t const> id);
  /// Calls `each` with every document's id that no row has, until it returns false. Memory holds
  /// one part's ids: a 256th of the rows.
  void for_each_without_row(std::function<bool(std::span<std::uint8_t const>)> const& each) const;
  std::uint64_t documents() const noexcept { return documents_.size(); }

private:
  Spill documents_, rows_;
  std::vector<std::uint8_t> comparable_;
};

} // namespace mysync::sync
