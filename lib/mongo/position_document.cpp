#include "mongo/position_document.hpp"

#include "core/error.hpp"

#include <string>

namespace mysync::mongo {

namespace {

PositionValue value_at(bson_iter_t const& at)
{
  if (BSON_ITER_HOLDS_UTF8(&at)) {
    std::uint32_t size = 0;
    char const* const text = bson_iter_utf8(&at, &size);
    return {PositionValue::Kind::text, std::string(text, size)};
  }
  if (BSON_ITER_HOLDS_BINARY(&at)) {
    bson_subtype_t subtype{};
    std::uint32_t size = 0;
    std::uint8_t const* data = nullptr;
    bson_iter_binary(&at, &subtype, &size, &data);
    return {PositionValue::Kind::bytes, std::string(reinterpret_cast<char const*>(data), size)};
  }
  if (BSON_ITER_HOLDS_NULL(&at)) return {};
  throw failure(Fault::target, "a position in the state has a value that mysync never writes");
}

} // namespace

Bson position_document(Position const& position)
{
  Builder array;
  for (std::size_t i = 0; i < position.size(); ++i) {
    auto const name = std::to_string(i);
    switch (position[i].kind) {
    case PositionValue::Kind::null: array.add_null(name); break;
    case PositionValue::Kind::text: array.add(name, position[i].value); break;
    case PositionValue::Kind::bytes: array.add_binary(name, position[i].value); break;
    }
  }
  return array.take();
}

Position position_at(bson_t const& document, char const* path)
{
  Position position;
  bson_iter_t array;
  bson_iter_t at;
  if (!find_at(document, path, array) || !BSON_ITER_HOLDS_ARRAY(&array)) return position;
  if (!bson_iter_recurse(&array, &at)) return position;
  while (bson_iter_next(&at)) position.push_back(value_at(at));
  return position;
}

} // namespace mysync::mongo
