#include "mongo/lookup.hpp"

#include "mongo/id.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace mysync::mongo {

namespace {

using Octets = std::vector<std::uint8_t>;

// Some servers take a time that grows with the square of a list of ids; ten lists of a hundred cost
// a real one little more than one of a thousand.
constexpr std::size_t ids_at_once = 100;

std::string_view as_text(std::span<std::uint8_t const> octets)
{
  return {reinterpret_cast<char const*>(octets.data()), octets.size()};
}

/// Finds ids by their octets, which nearly always are the same on both sides, else by what the
/// server takes for one.
class IdIndex {
public:
  explicit IdIndex(IdSpans const& ids) : ids_(&ids)
  {
    for (std::size_t i = 0; i < ids.size(); ++i) exact_.try_emplace(as_text(ids[i]), i);
  }
  std::optional<std::size_t> find(std::span<std::uint8_t const> id)
  {
    if (auto const found = exact_.find(as_text(id)); found != exact_.end()) return found->second;
    if (by_value_.empty())
      for (std::size_t i = 0; i < ids_->size(); ++i)
        by_value_.try_emplace(comparable((*ids_)[i]), i);
    auto const found = by_value_.find(comparable(id));
    return found == by_value_.end() ? std::nullopt : std::optional(found->second);
  }

private:
  IdSpans const* ids_;
  std::unordered_map<std::string_view, std::size_t> exact_;
  std::unordered_map<std::string, std::size_t> by_value_; ///< made when it is first needed
};

/// [ id, … ], octet by octet: a catch-up asks for every row's, and the driver's way of building it
/// costs more than all else that is done to compare a row.
Octets array_of(IdSpans const& ids)
{
  constexpr std::string_view name("_id\0", 4); // what stands between an element's type and value
  constexpr std::size_t most_digits = 10;
  std::size_t room = sizeof(std::int32_t) + 1;
  for (auto const& id : ids) room += id.size() + most_digits;
  Octets array;
  array.reserve(room);
  array.resize(sizeof(std::int32_t));
  for (std::size_t i = 0; i < ids.size(); ++i) {
    std::array<char, most_digits> digits;
    auto const end = std::to_chars(digits.begin(), digits.end(), i).ptr;
    array.push_back(ids[i].front());
    array.insert(array.end(), digits.begin(), end);
    array.push_back(0);
    auto const value = ids[i].subspan(1 + name.size());
    array.insert(array.end(), value.begin(), value.end());
  }
  array.push_back(0);
  auto const size = static_cast<std::int32_t>(array.size());
  std::memcpy(array.data(), &size, sizeof size);
  return array;
}

std::span<std::uint8_t const> octets_of(bson_t const& document)
{
  return {bson_get_data(&document), document.len};
}

} // namespace

Bson ids_filter(IdSpans const& ids)
{
  Octets const array = array_of(ids);
  View const view(array.data(), array.size());
  Bson in;
  BSON_APPEND_ARRAY(in.get(), "$in", &view.get());
  return Builder().add("_id", in).take();
}

std::span<std::uint8_t const> id_of(bson_t const& document)
{
  bson_iter_t at;
  if (!bson_iter_init_find(&at, &document, "_id")) return {};
  auto const* const start = bson_get_data(&document) + bson_iter_offset(&at);
  bson_iter_t after = at;
  std::size_t const end = bson_iter_next(&after) ? bson_iter_offset(&after) : document.len - 1;
  return {start, end - bson_iter_offset(&at)};
}

void for_each_with_id(Documents const& documents, IdSpans const& ids,
                      std::function<void(std::size_t, std::span<std::uint8_t const>)> const& each)
{
  for (std::size_t first = 0; first < ids.size(); first += ids_at_once) {
    auto const count = std::min(ids_at_once, ids.size() - first);
    IdSpans const some(ids.begin() + static_cast<std::ptrdiff_t>(first),
                       ids.begin() + static_cast<std::ptrdiff_t>(first + count));
    IdIndex index(some);
    documents.find(*ids_filter(some).get(), *Bson().get(), [&](Found found) {
      if (auto const mine = index.find(id_of(found.document)))
        each(first + *mine, octets_of(found.document));
      return true;
    });
  }
}

Selection unequal(Documents const& documents, Batch const& batch, FieldOrder order)
{
  IdSpans ids;
  ids.reserve(batch.documents.size());
  for (auto const& slice : batch.documents) ids.push_back(id_element(batch, slice));
  std::vector<bool> equal(ids.size(), false);
  for_each_with_id(documents, ids, [&](std::size_t i, std::span<std::uint8_t const> found) {
    equal[i] = same(document(batch, batch.documents[i]), found, order);
  });
  Selection selection;
  for (std::uint32_t i = 0; i < equal.size(); ++i)
    if (!equal[i]) selection.push_back(i);
  return selection;
}

} // namespace mysync::mongo
