#include "mongo/lookup.hpp"

#include "mongo/id.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>

namespace mysync::mongo {

namespace {

using Octets = std::vector<std::uint8_t>;

// Some servers take a time that grows with the square of a list of ids; ten lists of a hundred cost
// a real one little more than one of a thousand.
constexpr std::size_t ids_at_once = 100;

std::string comparable(std::span<std::uint8_t const> id)
{
  Octets octets;
  append_comparable(id, octets);
  return {octets.begin(), octets.end()};
}

std::span<std::uint8_t const> octets_of(bson_t const& document)
{
  return {bson_get_data(&document), document.len};
}

} // namespace

Bson ids_filter(IdSpans const& ids)
{
  Builder array;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    ElementDocument const id(ids[i]);
    bson_iter_t at;
    if (find_at(id.get(), "_id", at)) array.add_element(std::to_string(i), at);
  }
  return Builder().add("_id", Builder().add_array("$in", array.take()).take()).take();
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
    std::unordered_map<std::string, std::size_t> index;
    for (std::size_t i = 0; i < count; ++i) index.try_emplace(comparable(some[i]), first + i);
    documents.find(*ids_filter(some).get(), *Bson().get(), [&](Found found) {
      auto const mine = index.find(comparable(id_of(found.document)));
      if (mine != index.end()) each(mine->second, octets_of(found.document));
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
