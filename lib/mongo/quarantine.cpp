#include "mongo/quarantine.hpp"

#include "core/text.hpp"

#include <chrono>

namespace mysync::mongo {

namespace {

/// The record's `_id`: the table and the row's own `_id`, or its text when the key has no BSON
/// value.
Bson record_id(std::string const& scope, std::span<std::uint8_t const> id, std::string const& key)
{
  Builder document;
  document.add("table", scope);
  if (id.empty()) return document.add("key", key).take();
  ElementDocument const element(id);
  bson_iter_t at;
  if (find_at(element.get(), "_id", at)) document.add_element("key", at);
  return document.take();
}

std::string valid(std::string const& text) { return is_utf8(text) ? text : escaped(text); }

Bson cells_of(Refusal const& refusal)
{
  Builder cells;
  for (auto const& [column, cell] : refusal.cells) cells.add(column, valid(cell));
  return cells.take();
}

} // namespace

Quarantine::Quarantine(Target const& target, std::string pipeline, std::string table)
    : scope_(pipeline + "/" + table), pipeline_(std::move(pipeline)), table_(std::move(table)),
      documents_(target, "_sync_quarantine")
{}

void Quarantine::record(std::vector<Refusal> const& refusals, std::string const& run) const
{
  Bson const upsert = Builder().add("upsert", true).take();
  auto const now = std::chrono::system_clock::now();
  for (auto const& refusal : refusals) {
    Bson const filter = Builder().add("_id", record_id(scope_, refusal.id, refusal.key)).take();
    Bson const set = Builder()
                         .add("pipeline", pipeline_)
                         .add("table", table_)
                         .add("key", refusal.key)
                         .add("reason", reason_name(refusal.reason))
                         .add("message", valid(refusal.message))
                         .add("cells", cells_of(refusal))
                         .add("last_seen", now)
                         .add("run", run)
                         .take();
    Bson const update = Builder()
                            .add("$set", set)
                            .add("$setOnInsert", Builder().add("first_seen", now).take())
                            .add("$inc", Builder().add("attempts", 1).take())
                            .take();
    documents_.update_one(*filter.get(), *update.get(), upsert.get());
  }
}

void Quarantine::forget(std::vector<std::span<std::uint8_t const>> const& ids) const
{
  Builder array;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    array.add(std::to_string(i), record_id(scope_, ids[i], ""));
  }
  Bson const any = Builder().add_array("$in", array.take()).take();
  Bson const filter = Builder().add("_id", any).take();
  documents_.remove(*filter.get());
}

std::uint64_t Quarantine::count() const
{
  Bson const filter = Builder().add("pipeline", pipeline_).add("table", table_).take();
  return static_cast<std::uint64_t>(documents_.count(*filter.get()));
}

Refusal refusal_of(Batch const& batch, DocumentSlice const& slice, std::string const& message)
{
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
    Bson const value = Builder().add_element("", at).take();
    std::size_t size = 0;
    Text const json(bson_as_relaxed_extended_json(value.get(), &size));
    std::string text = json ? std::string(json.get(), size) : "?";
    // { "" : VALUE }
    if (text.size() > 9) text = text.substr(7, text.size() - 9);
    if (std::string_view(bson_iter_key(&at)) == "_id")
      refusal.key = text;
    else
      refusal.cells.emplace_back(bson_iter_key(&at), text.substr(0, 1000));
  }
  return refusal;
}

} // namespace mysync::mongo
