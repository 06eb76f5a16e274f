#include "mongo/quarantine.hpp"

#include "core/text.hpp"
#include "core/utf8.hpp"
#include "mongo/errors.hpp"
#include "mongo/lookup.hpp"
#include "mongo/position_document.hpp"

#include <algorithm>
#include <chrono>

namespace mysync::mongo {

namespace {

/// An `_id` above it is told by its text alone: with its cells it might not fit into a document.
constexpr std::size_t largest_id = std::size_t{1} << 20U;
constexpr std::size_t most_in_cell = 1000;
/// Of all its cells together: a batch may be refused as a whole.
constexpr std::size_t most_in_record = std::size_t{64} << 10U;

bool has_usable_id(Refusal const& refusal)
{
  return !refusal.id.empty() && refusal.id.size() <= largest_id;
}

/// The record's `_id`: the table and the row's own `_id`; the key's values when they have no BSON
/// value; else the key's text.
Bson record_id(std::string const& scope, Refusal const& refusal)
{
  Builder document;
  document.add("table", scope);
  if (has_usable_id(refusal)) {
    ElementDocument const element(refusal.id);
    bson_iter_t at;
    if (find_at(element.get(), "_id", at)) document.add_element("key", at);
  } else if (refusal.id.empty() && !refusal.row.empty()) {
    document.add_array("row", position_document(refusal.row));
  } else {
    document.add("key", refusal.key);
  }
  return document.take();
}

Bson record_id(std::string const& scope, std::span<std::uint8_t const> id)
{
  Refusal row;
  row.id.assign(id.begin(), id.end());
  return record_id(scope, row);
}

std::string valid(std::string const& text) { return is_utf8(text) ? text : escaped(text); }

Bson cells_of(Refusal const& refusal)
{
  Builder cells;
  for (auto const& [column, cell] : refusal.cells) cells.add(column, valid(cell));
  return cells.take();
}

/// What is said of a row in every run that refuses it.
Bson told(Refusal const& refusal, TimePoint now)
{
  Builder fields;
  fields.add("key", refusal.key)
      .add("reason", reason_name(refusal.reason))
      .add("message", valid(refusal.message))
      .add("cells", cells_of(refusal))
      .add("keyed", has_usable_id(refusal))
      .add("last_seen", now);
  if (!refusal.row.empty()) fields.add_array("row", position_document(refusal.row));
  return fields.take();
}

void add_update(mongoc_bulk_operation_t& bulk, Bson const& filter, Bson const& update, bool upsert)
{
  Bson const options = Builder().add("validate", false).add("upsert", upsert).take();
  bson_error_t error;
  if (!mongoc_bulk_operation_update_one_with_opts(&bulk, filter.get(), update.get(), options.get(),
                                                  &error)) {
    throw target_error("mongodb: adding a quarantine record to a bulk write", error);
  }
}

void execute(Documents const& documents, Bulk const& bulk)
{
  Reply reply;
  bson_error_t error{};
  bool const executed = mongoc_bulk_operation_execute(bulk.get(), reply.out(), &error) != 0;
  bson_iter_t concern;
  bson_iter_t first;
  bool const in_doubt = find_at(reply.get(), "writeConcernErrors", concern) &&
                        bson_iter_recurse(&concern, &first) && bson_iter_next(&first);
  if (in_doubt)
    throw transient_failure(Fault::target, "writing to {}: the majority did not acknowledge",
                            documents.where());
  if (!executed) throw target_error("writing to " + documents.where(), error);
}

std::string cut(std::string_view text)
{
  constexpr std::string_view mark = "…";
  if (text.size() <= most_in_cell) return std::string(text);
  return std::string(cut_utf8(text, most_in_cell - mark.size())).append(mark);
}

std::string hex(bson_iter_t const& at)
{
  bson_subtype_t subtype{};
  std::uint32_t size = 0;
  std::uint8_t const* data = nullptr;
  bson_iter_binary(&at, &subtype, &size, &data);
  std::string text = "0x";
  for (std::uint32_t i = 0; i < size && text.size() <= most_in_cell; ++i)
    text += fmt::format("{:02x}", data[i]);
  return cut(text);
}

/// As much of a value as its record may hold; a large one is not copied whole.
std::string text_of(bson_iter_t const& at)
{
  if (BSON_ITER_HOLDS_UTF8(&at)) {
    std::uint32_t size = 0;
    char const* const text = bson_iter_utf8(&at, &size);
    return cut({text, size});
  }
  if (BSON_ITER_HOLDS_BINARY(&at)) return hex(at);
  Bson const value = Builder().add_element("", at).take();
  std::size_t size = 0;
  Text const json(bson_as_relaxed_extended_json(value.get(), &size));
  if (!json) return "?";
  std::string_view const text(json.get(), size);
  return cut(text.size() > 9 ? text.substr(7, text.size() - 9) : text); // { "" : VALUE }
}

/// `7`, or `order_id=7, line=2`.
std::string key_text(bson_iter_t const& id)
{
  bson_iter_t part;
  if (!BSON_ITER_HOLDS_DOCUMENT(&id) || !bson_iter_recurse(&id, &part)) return text_of(id);
  std::string text;
  while (bson_iter_next(&part)) {
    if (!text.empty()) text += ", ";
    text += fmt::format("{}={}", bson_iter_key(&part), text_of(part));
  }
  return text;
}

} // namespace

Quarantine::Quarantine(Target const& target, std::string pipeline, std::string table)
    : scope_(pipeline + "/" + table), pipeline_(std::move(pipeline)), table_(std::move(table)),
      documents_(target, quarantine_collection)
{}

/// Two updates for each row, in this order: the first makes the record, the second counts the run,
/// and finds nothing when it was counted already.
void Quarantine::record(std::vector<Refusal> const& refusals, std::string const& run) const
{
  if (refusals.empty()) return;
  auto const now = std::chrono::system_clock::now();
  Bson const ordered = Builder().add("ordered", true).take();
  auto const line = documents_.line();
  Bulk const bulk(mongoc_collection_create_bulk_operation_with_opts(line.get(), ordered.get()));
  for (auto const& refusal : refusals) {
    Bson const filter = Builder().add("_id", record_id(scope_, refusal)).take();
    Bson const fresh = Builder()
                           .add("pipeline", pipeline_)
                           .add("table", table_)
                           .add("first_seen", now)
                           .add("attempts", 0)
                           .add("run", "")
                           .take();
    Bson const make = Builder().add("$set", told(refusal, now)).add("$setOnInsert", fresh).take();
    add_update(*bulk, filter, make, true);
    Bson const not_counted = Builder()
                                 .add("_id", record_id(scope_, refusal))
                                 .add("run", Builder().add("$ne", run).take())
                                 .take();
    Bson const count = Builder()
                           .add("$set", Builder().add("run", run).take())
                           .add("$inc", Builder().add("attempts", 1).take())
                           .take();
    add_update(*bulk, not_counted, count, false);
  }
  execute(documents_, bulk);
}

void Quarantine::forget(std::vector<std::span<std::uint8_t const>> const& ids) const
{
  Builder array;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    array.add(std::to_string(i), record_id(scope_, ids[i]));
  }
  Bson const any = Builder().add_array("$in", array.take()).take();
  Bson const filter = Builder().add("_id", any).take();
  documents_.remove(*filter.get());
}

void Quarantine::forget_all_but(std::string const& run) const
{
  Bson const filter = Builder()
                          .add("pipeline", pipeline_)
                          .add("table", table_)
                          .add("run", Builder().add("$ne", run).take())
                          .take();
  documents_.remove(*filter.get());
}

std::uint64_t Quarantine::count() const
{
  Bson const filter = Builder().add("pipeline", pipeline_).add("table", table_).take();
  return static_cast<std::uint64_t>(documents_.count(*filter.get()));
}

std::vector<std::vector<std::uint8_t>>
Quarantine::recorded(std::vector<std::span<std::uint8_t const>> const& ids) const
{
  Builder array;
  for (std::size_t i = 0; i < ids.size(); ++i)
    array.add(std::to_string(i), record_id(scope_, ids[i]));
  Bson const any = Builder().add_array("$in", array.take()).take();
  Bson const filter = Builder().add("_id", any).take();
  Bson const only_id = Builder().add("projection", Builder().add("_id", 1).take()).take();
  std::vector<std::vector<std::uint8_t>> found;
  documents_.find(*filter.get(), *only_id.get(), [&](Found record) {
    bson_iter_t key;
    if (!find_at(record.document, "_id.key", key)) return true;
    Bson const id = Builder().add_element("_id", key).take();
    auto const element = id_of(*id.get());
    found.emplace_back(element.begin(), element.end());
    return true;
  });
  return found;
}

Refusal refusal_of(Batch const& batch, DocumentSlice const& slice, std::string const& message)
{
  std::size_t room = most_in_record;
  Refusal refusal;
  auto const id = id_element(batch, slice);
  refusal.id.assign(id.begin(), id.end());
  refusal.reason = Reason::rejected_by_target;
  refusal.message = message;
  auto const octets = document(batch, slice);
  View const view(octets.data(), octets.size());
  bson_iter_t at;
  bson_iter_init(&at, &view.get());
  while (bson_iter_next(&at)) {
    if (std::string_view(bson_iter_key(&at)) == "_id") {
      refusal.key = key_text(at);
      continue;
    }
    auto text = text_of(at);
    if (text.size() > room) text = "…";
    room -= std::min(room, text.size());
    refusal.cells.emplace_back(bson_iter_key(&at), std::move(text));
  }
  return refusal;
}

} // namespace mysync::mongo
