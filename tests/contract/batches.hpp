#pragma once
// Batches of documents written as JSON, their `_id` first.

#include "core/batch.hpp"
#include "mongo/handle.hpp"

#include <stdexcept>
#include <string>
#include <vector>

namespace mysync::test {

inline mongo::Bson from_json(std::string const& json)
{
  bson_error_t error;
  mongo::Bson document(bson_new_from_json(reinterpret_cast<std::uint8_t const*>(json.data()),
                                          static_cast<ssize_t>(json.size()), &error));
  if (document.get() == nullptr)
    throw std::runtime_error(static_cast<char const*>(error.message) + json);
  return document;
}

inline void add_document(Batch& batch, std::string const& json)
{
  auto const document = from_json(json);
  bson_iter_t first;
  if (!bson_iter_init(&first, document.get()) || !bson_iter_next(&first) ||
      std::string_view(bson_iter_key(&first)) != "_id")
    throw std::runtime_error("no _id at the beginning of " + json);
  auto const id_ends = bson_iter_next(&first) ? bson_iter_offset(&first) : document.get()->len - 1;
  auto const* const data = bson_get_data(document.get());
  batch.documents.push_back({batch.bytes.size(), document.get()->len,
                             id_ends - static_cast<std::uint32_t>(sizeof(std::int32_t))});
  batch.bytes.insert(batch.bytes.end(), data, data + document.get()->len);
  ++batch.rows;
}

inline Batch batch_of(std::vector<std::string> const& documents)
{
  Batch batch;
  for (auto const& json : documents) add_document(batch, json);
  return batch;
}

/// The `_id` element of { _id: … }.
inline std::vector<std::uint8_t> id_octets(std::string const& json)
{
  auto const batch = batch_of({json});
  auto const id = id_element(batch, batch.documents.front());
  return {id.begin(), id.end()};
}

} // namespace mysync::test
