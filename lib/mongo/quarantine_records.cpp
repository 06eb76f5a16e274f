#include "mongo/quarantine_records.hpp"

#include "mongo/position_document.hpp"

namespace mysync::mongo {

namespace {

using Octets = std::vector<std::uint8_t>;

Bson one_of(std::vector<std::string> const& texts)
{
  Builder array;
  for (std::size_t i = 0; i < texts.size(); ++i) array.add(std::to_string(i), texts[i]);
  return Builder().add_array("$in", array.take()).take();
}

Bson one_of(std::vector<Octets> const& ids)
{
  Builder array;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    ElementDocument const id(ids[i]);
    bson_iter_t at;
    if (find_at(id.get(), "_id", at)) array.add_element(std::to_string(i), at);
  }
  return Builder().add_array("$in", array.take()).take();
}

Builder filter_of(RecordFilter const& filter)
{
  Builder query;
  query.add("pipeline", filter.pipeline);
  if (!filter.tables.empty()) query.add("table", one_of(filter.tables));
  if (!filter.keys.empty()) query.add("key", one_of(filter.keys));
  if (!filter.not_of_run.empty()) query.add("run", Builder().add("$ne", filter.not_of_run).take());
  if (filter.every_run) {
    Builder either;
    either.add("0", Builder().add("reason", reason_name(Reason::rejected_by_target)).take());
    either.add("1", Builder().add("keyed", false).take());
    query.add_array("$or", either.take());
  }
  return query;
}

/// The value at `path` as an element named `_id`; empty when there is none.
Octets id_at(bson_t const& document, char const* path)
{
  bson_iter_t at;
  if (!find_at(document, path, at)) return {};
  Bson const only = Builder().add_element("_id", at).take();
  auto const* const octets = bson_get_data(only.get());
  return {octets + sizeof(std::int32_t), octets + only.get()->len - 1};
}

QuarantineRecord record_of(bson_t const& document)
{
  auto const text = [&](char const* path) { return text_at(document, path).value_or(""); };
  QuarantineRecord record;
  record.record = id_at(document, "_id");
  if (flag_at(document, "keyed").value_or(false)) record.id = id_at(document, "_id.key");
  record.row = position_at(document, "row");
  record.table = text("table");
  record.key = text("key");
  record.reason = text("reason");
  record.message = text("message");
  record.run = text("run");
  record.attempts = static_cast<std::uint64_t>(number_at(document, "attempts").value_or(0));
  record.first_seen = time_at(document, "first_seen");
  record.last_seen = time_at(document, "last_seen");
  bson_iter_t cells;
  bson_iter_t cell;
  if (find_at(document, "cells", cells) && bson_iter_recurse(&cells, &cell)) {
    while (bson_iter_next(&cell)) {
      std::uint32_t size = 0;
      char const* const octets = BSON_ITER_HOLDS_UTF8(&cell) ? bson_iter_utf8(&cell, &size) : "";
      record.cells.emplace_back(bson_iter_key(&cell), std::string(octets, size));
    }
  }
  return record;
}

} // namespace

void for_each_record(Documents const& quarantine, RecordFilter const& filter, RecordCells cells,
                     std::function<bool(QuarantineRecord const&)> const& each)
{
  Builder options;
  options.add("sort", Builder().add("_id", 1).take()); // by its index: any number of records
  if (cells == RecordCells::left_out) options.add("projection", Builder().add("cells", 0).take());
  quarantine.find(*filter_of(filter).get(), *options.get(),
                  [&](Found found) { return each(record_of(found.document)); });
}

std::uint64_t count_records(Documents const& quarantine, RecordFilter const& filter)
{
  return static_cast<std::uint64_t>(quarantine.count(*filter_of(filter).get()));
}

std::uint64_t remove_records(Documents const& quarantine, RecordFilter const& filter,
                             std::vector<Octets> const* records)
{
  auto query = filter_of(filter);
  if (records != nullptr) query.add("_id", one_of(*records));
  return static_cast<std::uint64_t>(quarantine.remove(*query.get()));
}

} // namespace mysync::mongo
