#include "sync/sample.hpp"

namespace mysync::sync {

namespace {

/// Shares are told apart down to a millionth.
constexpr std::uint64_t everything = 1'000'000;

/// SplitMix64: every bit of the result depends on every bit of the number.
std::uint64_t mixed(std::uint64_t number) noexcept
{
  number += 0x9e3779b97f4a7c15U;
  number = (number ^ (number >> 30U)) * 0xbf58476d1ce4e5b9U;
  number = (number ^ (number >> 27U)) * 0x94d049bb133111ebU;
  return number ^ (number >> 31U);
}

} // namespace

Sample::Sample(double percent, std::uint64_t seed)
    : below_(static_cast<std::uint64_t>(percent / 100 * static_cast<double>(everything))),
      seed_(mixed(seed)), nearest_(everything)
{}

void Sample::begin_group(std::uint64_t name)
{
  ++groups_;
  auto const rank = mixed(name ^ seed_) % everything;
  place_ = Place::nowhere;
  if (rank < below_) {
    ++chosen_;
    place_ = Place::chosen;
  } else if (chosen_ == 0 && rank < nearest_) {
    nearest_ = rank;
    nearest_members_ = Spill(1);
    place_ = Place::nearest;
  }
}

void Sample::add(std::span<std::uint8_t const> octets)
{
  if (place_ == Place::chosen) chosen_members_.add(0, octets);
  if (place_ == Place::nearest) nearest_members_.add(0, octets);
}

} // namespace mysync::sync
