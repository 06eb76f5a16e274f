#include "sync/id_difference.hpp"

#include "mongo/id.hpp"

#include <string_view>
#include <unordered_set>

namespace mysync::sync {

namespace {

using Octets = std::vector<std::uint8_t>;

/// Both sides together hold at most twice so many blocks in memory, 8 MiB; a hundred million rows
/// are parts of four hundred thousand.
constexpr std::size_t parts = 256;

std::string_view as_text(std::span<std::uint8_t const> octets)
{
  return {reinterpret_cast<char const*>(octets.data()), octets.size()};
}

std::size_t part_of(Octets const& comparable)
{
  return std::hash<std::string_view>{}(as_text(comparable)) % parts;
}

/// The strings of one part, end to end, and where each begins.
class PartSet {
public:
  explicit PartSet(Spill const& spill, std::size_t part)
  {
    std::vector<std::size_t> begins;
    spill.for_each(part, [&](std::span<std::uint8_t const> octets) {
      begins.push_back(octets_.size());
      octets_.insert(octets_.end(), octets.begin(), octets.end());
    });
    strings_.reserve(begins.size());
    for (std::size_t i = 0; i < begins.size(); ++i) {
      auto const end = i + 1 < begins.size() ? begins[i + 1] : octets_.size();
      strings_.insert(as_text({octets_.data() + begins[i], end - begins[i]}));
    }
  }
  bool contains(Octets const& string) const { return strings_.contains(as_text(string)); }

private:
  Octets octets_;
  std::unordered_set<std::string_view> strings_;
};

} // namespace

IdDifference::IdDifference() : documents_(parts), rows_(parts) {}

void IdDifference::add_document(std::span<std::uint8_t const> id)
{
  comparable_.clear();
  mongo::append_comparable(id, comparable_);
  documents_.add(part_of(comparable_), id);
}

void IdDifference::add_row(std::span<std::uint8_t const> id)
{
  comparable_.clear();
  mongo::append_comparable(id, comparable_);
  rows_.add(part_of(comparable_), comparable_);
}

void IdDifference::for_each_without_row(
    std::function<bool(std::span<std::uint8_t const>)> const& each) const
{
  Octets comparable;
  bool going_on = true;
  for (std::size_t part = 0; part < parts && going_on; ++part) {
    PartSet const rows(rows_, part);
    documents_.for_each(part, [&](std::span<std::uint8_t const> id) {
      if (!going_on) return;
      comparable.clear();
      mongo::append_comparable(id, comparable);
      if (!rows.contains(comparable)) going_on = each(id);
    });
  }
}

} // namespace mysync::sync
