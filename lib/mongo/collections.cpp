#include "mongo/collections.hpp"

#include "mongo/errors.hpp"

namespace mysync::mongo {

namespace {

constexpr std::uint32_t unauthorized = 13;

std::string identity_of(bson_t const& document)
{
  bson_iter_t at;
  if (!find_at(document, "info.uuid", at) || !BSON_ITER_HOLDS_BINARY(&at)) return {};
  bson_subtype_t subtype{};
  std::uint32_t size = 0;
  std::uint8_t const* data = nullptr;
  bson_iter_binary(&at, &subtype, &size, &data);
  std::string text;
  for (std::uint32_t i = 0; i < size; ++i) text += fmt::format("{:02x}", data[i]);
  return text;
}

} // namespace

std::optional<std::vector<CollectionFacts>> read_collections(Target const& target,
                                                             std::string const& only)
{
  auto const client = target.client();
  Database const database(mongoc_client_get_database(client.get(), target.database().c_str()));
  Builder options;
  if (!only.empty()) options.add("filter", Builder().add("name", only).take());
  Cursor const cursor(mongoc_database_find_collections_with_opts(database.get(), options.get()));
  std::vector<CollectionFacts> collections;
  bson_t const* document = nullptr;
  while (mongoc_cursor_next(cursor.get(), &document)) {
    collections.push_back({.name = text_at(*document, "name").value_or(""),
                           .identity = identity_of(*document),
                           .is_view = text_at(*document, "type") == "view",
                           .is_capped = flag_at(*document, "options.capped").value_or(false)});
  }
  bson_error_t error;
  if (!mongoc_cursor_error(cursor.get(), &error)) return collections;
  if (error.code == unauthorized) return std::nullopt;
  throw target_error(target.where() + ", listing its collections", error);
}

bool is_empty(Documents const& documents)
{
  bool empty = true;
  Bson const one = Builder()
                       .add("projection", Builder().add("_id", 1).take())
                       .add("limit", std::int64_t{1})
                       .take();
  documents.find(*Bson().get(), *one.get(), [&](Found) { return empty = false; });
  return empty;
}

} // namespace mysync::mongo
