#include "mongo/bulk.hpp"

#include "mongo/errors.hpp"
#include "mongo/lookup.hpp"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <memory_resource>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace mysync::mongo {

namespace {

using Octets = std::vector<std::uint8_t>;

constexpr std::size_t size_bytes = sizeof(std::int32_t);

std::string_view as_text(std::span<std::uint8_t const> octets)
{
  return {reinterpret_cast<char const*>(octets.data()), octets.size()};
}

void put_size(Octets& document)
{
  auto const size = static_cast<std::int32_t>(document.size());
  std::memcpy(document.data(), &size, sizeof size);
}

/// { _id: … } around an element.
void make_selector(std::span<std::uint8_t const> id, Octets& selector)
{
  selector.clear();
  selector.reserve(size_bytes + id.size() + 1);
  selector.resize(size_bytes);
  selector.insert(selector.end(), id.begin(), id.end());
  selector.push_back(0);
  put_size(selector);
}

/// Both operations' options: libmongoc's check of every document's field names is the encoders'
/// work, done once per table, and costs as much as all the rest.
Bson write_options(WriteMode mode)
{
  Builder options;
  options.add("validate", false);
  if (mode == WriteMode::replace) options.add("upsert", true);
  return options.take();
}

void append(mongoc_bulk_operation_t& bulk, bson_t const& options, WriteMode mode,
            std::span<std::uint8_t const> document, std::span<std::uint8_t const> id)
{
  thread_local Octets selector;
  View const view(document.data(), document.size());
  bson_error_t error;
  bool appended = false;
  if (mode == WriteMode::insert) {
    appended = mongoc_bulk_operation_insert_with_opts(&bulk, &view.get(), &options, &error);
  } else {
    make_selector(id, selector);
    View const filter(selector.data(), selector.size());
    appended = mongoc_bulk_operation_replace_one_with_opts(&bulk, &filter.get(), &view.get(),
                                                           &options, &error);
  }
  if (!appended) throw target_error("mongodb: adding a document to a bulk write", error);
}

void read_errors(bson_t const& reply, Selection const& selection, std::vector<WriteError>& errors)
{
  bson_iter_t array;
  bson_iter_t at;
  if (!find_at(reply, "writeErrors", array) || !bson_iter_recurse(&array, &at)) return;
  while (bson_iter_next(&at)) {
    std::uint32_t size = 0;
    std::uint8_t const* data = nullptr;
    bson_iter_document(&at, &size, &data);
    View const entry(data, size);
    auto const index = static_cast<std::size_t>(number_at(entry.get(), "index").value_or(-1));
    if (index >= selection.size()) {
      throw failure(Fault::target, "mongodb: a write error names operation {} of {}", index,
                    selection.size());
    }
    errors.push_back({selection[index],
                      static_cast<std::int32_t>(number_at(entry.get(), "code").value_or(0)),
                      text_at(entry.get(), "errmsg").value_or("no reason given")});
  }
}

bool is_empty_array(bson_t const& reply, char const* name)
{
  bson_iter_t array;
  bson_iter_t at;
  return !find_at(reply, name, array) || !bson_iter_recurse(&array, &at) || !bson_iter_next(&at);
}

/// A reply without any errors of single operations is an error of the whole write; one with a write
/// concern error was not acknowledged by the majority. Both mean: the outcome is not known.
void check_acknowledged(Documents const& documents, bool executed, bson_t const& reply,
                        bson_error_t const& error)
{
  auto const doing = "writing to " + documents.where();
  bool const concern = !is_empty_array(reply, "writeConcernErrors");
  if (concern) {
    throw transient_failure(Fault::target, "{}: the majority did not acknowledge: {}", doing,
                            text_at(reply, "writeConcernErrors.0.errmsg").value_or("no reason"));
  }
  if (!executed && is_empty_array(reply, "writeErrors")) throw target_error(doing, error);
}

/// One operation's transient error makes the batch be sent again as a whole.
void check_transient(Documents const& documents, std::vector<WriteError> const& errors)
{
  for (auto const& error : errors) {
    if (!is_transient_code(error.code)) continue;
    throw transient_failure(Fault::target, "writing to {}: {} ({})", documents.where(),
                            error.message, error.code);
  }
}

} // namespace

WriteOutcome write(Documents const& documents, Batch const& batch, Selection const& selection,
                   WriteMode mode)
{
  WriteOutcome outcome;
  if (selection.empty()) return outcome;
  Bson const ordered = Builder().add("ordered", false).take();
  auto const line = documents.line();
  Bulk const bulk(mongoc_collection_create_bulk_operation_with_opts(line.get(), ordered.get()));
  Bson const options = write_options(mode);
  for (auto const index : selection) {
    auto const& slice = batch.documents[index];
    append(*bulk, *options.get(), mode, document(batch, slice), id_element(batch, slice));
  }
  Reply reply;
  bson_error_t error{};
  bool const executed = mongoc_bulk_operation_execute(bulk.get(), reply.out(), &error) != 0;
  check_acknowledged(documents, executed, reply.get(), error);
  read_errors(reply.get(), selection, outcome.errors);
  check_transient(documents, outcome.errors);

  auto const count = [&](char const* name) {
    return static_cast<std::uint64_t>(number_at(reply.get(), name).value_or(0));
  };
  outcome.created = count("nInserted") + count("nUpserted");
  outcome.updated = count("nModified");
  outcome.unchanged = count("nMatched") - outcome.updated;
  if (outcome.created + count("nMatched") + outcome.errors.size() != selection.size()) {
    throw transient_failure(Fault::target,
                            "writing to {}: {} operations sent, {} acknowledged, {} refused",
                            documents.where(), selection.size(),
                            outcome.created + count("nMatched"), outcome.errors.size());
  }
  return outcome;
}

std::vector<Presence> compare(Documents const& documents, Batch const& batch, ListSize& lists)
{
  std::vector<Presence> presence(batch.documents.size(), Presence::absent);
  if (batch.documents.empty()) return presence;
  // One piece of memory for the map of a batch: a node allocated for each row is a tenth of all.
  constexpr std::size_t map_octets_per_id = 64;
  std::pmr::monotonic_buffer_resource memory(batch.documents.size() * map_octets_per_id);
  std::pmr::unordered_map<std::string_view, std::uint32_t> last(&memory);
  last.reserve(batch.documents.size());
  for (std::uint32_t i = 0; i < batch.documents.size(); ++i) {
    auto const [same, first] = last.try_emplace(as_text(id_element(batch, batch.documents[i])), i);
    if (!first) presence[std::exchange(same->second, i)] = Presence::superseded;
  }
  bool found_another_form = false;
  auto const look = [&](std::vector<std::span<std::uint8_t const>> const& ids) {
    auto const began = std::chrono::steady_clock::now();
    documents.find(*ids_filter(ids).get(), *Bson().get(), [&](Found found) {
      auto const mine = last.find(as_text(id_of(found.document)));
      if (mine == last.end()) return found_another_form = true; // goes on
      std::string_view const octets(reinterpret_cast<char const*>(bson_get_data(&found.document)),
                                    found.document.len);
      bool const equal = as_text(document(batch, batch.documents[mine->second])) == octets;
      presence[mine->second] = equal ? Presence::equal : Presence::different;
      return true;
    });
    lists.took(ids.size(), std::chrono::steady_clock::now() - began);
  };
  std::vector<std::span<std::uint8_t const>> ids;
  for (auto const& [id, index] : last) {
    ids.push_back(id_element(batch, batch.documents[index]));
    if (ids.size() < lists.size()) continue;
    look(ids);
    ids.clear();
  }
  if (!ids.empty()) look(ids);
  // 1 and 1.0 are one id to the server: which of the batch's it is nobody asks, all are written.
  if (found_another_form) std::ranges::replace(presence, Presence::absent, Presence::different);
  return presence;
}

std::uint64_t remove_ids(Documents const& documents, std::vector<Octets> const& ids)
{
  if (ids.empty()) return 0;
  std::vector<std::span<std::uint8_t const>> const spans(ids.begin(), ids.end());
  return static_cast<std::uint64_t>(documents.remove(*ids_filter(spans).get()));
}

void for_each_id(Documents const& documents,
                 std::function<bool(std::span<std::uint8_t const>)> const& each)
{
  Bson const only_id = Builder().add("projection", Builder().add("_id", 1).take()).take();
  documents.find(*Bson().get(), *only_id.get(),
                 [&](Found found) { return each(id_of(found.document)); });
}

} // namespace mysync::mongo
