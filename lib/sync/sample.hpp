#pragma once
// A share of many things, chosen group by group.

#include "sync/spill.hpp"

#include <cstdint>
#include <span>

namespace mysync::sync {

/// Takes about `percent` of the groups, the same for the same seed. When that share comes to no
/// group at all it is the one that came nearest to being chosen: a sample of something is never
/// empty. Memory holds no more than one group besides what a Spill does.
class Sample {
public:
  Sample(double percent, std::uint64_t seed);

  /// A new group begins; `name` tells it from the others.
  void begin_group(std::uint64_t name);
  /// Whether the members of the group that began last are to be added.
  bool wants() const noexcept { return place_ != Place::nowhere; }
  void add(std::span<std::uint8_t const> octets);

  /// What was taken, once all groups were seen, and of how many groups.
  Spill const& taken() const noexcept { return chosen_ > 0 ? chosen_members_ : nearest_members_; }
  std::uint64_t chosen() const noexcept { return chosen_ == 0 && groups_ > 0 ? 1 : chosen_; }
  std::uint64_t groups() const noexcept { return groups_; }

private:
  enum class Place : std::uint8_t { nowhere, chosen, nearest };

  std::uint64_t below_, seed_, nearest_;
  std::uint64_t groups_ = 0, chosen_ = 0;
  Place place_ = Place::nowhere;
  Spill chosen_members_{1}, nearest_members_{1};
};

} // namespace mysync::sync
