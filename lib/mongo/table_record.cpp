#include "mongo/table_record.hpp"

#include "core/error.hpp"
#include "mongo/fields.hpp"
#include "mongo/position_document.hpp"

#include <algorithm>

namespace mysync::mongo {

namespace {

Bson texts(std::vector<std::string> const& values)
{
  Builder array;
  for (std::size_t i = 0; i < values.size(); ++i) array.add(std::to_string(i), values[i]);
  return array.take();
}

Bson pass_document(PassRecord const& pass)
{
  Builder document;
  document.add("horizon", pass.horizon)
      .add("newest", pass.newest)
      .add("order", pass.order)
      .add("load", pass.load);
  if (pass.position)
    document.add_array("position", position_document(*pass.position));
  else
    document.add_null("position");
  if (pass.clocks) document.add("clocks", clocks_document(*pass.clocks));
  return document.take();
}

std::optional<ClockRecord> known_clocks(bson_t const& document, Fields const& fields,
                                        std::string const& name)
{
  if (!fields.has_document(name)) return std::nullopt;
  auto clocks = clocks_at(document, name);
  if (!clocks) fields.refuse(name);
  return clocks;
}

std::optional<PassRecord> pass_at(bson_t const& document, Fields const& fields,
                                  std::string const& name)
{
  if (!fields.has_document(name)) return std::nullopt;
  auto const text = [&](char const* part) { return fields.text(name + part).value_or(""); };
  PassRecord pass;
  auto const horizon = fields.text(name + ".horizon");
  if (!horizon) fields.refuse(name + ".horizon");
  pass.horizon = *horizon;
  pass.newest = text(".newest");
  pass.order = text(".order");
  pass.load = text(".load");
  auto const path = name + ".position";
  if (fields.has_array(path)) pass.position = position_at(document, path.c_str());
  pass.clocks = known_clocks(document, fields, name + ".clocks");
  return pass;
}

/// Of an array of texts.
std::vector<std::string> texts_at(bson_t const& document, Fields const& fields, char const* name)
{
  std::vector<std::string> texts;
  if (!fields.has_array(name)) return texts;
  for (auto& entry : position_at(document, name)) {
    if (entry.kind != PositionValue::Kind::text) fields.refuse(name);
    texts.push_back(std::move(entry.value));
  }
  return texts;
}

void add_time(Builder& document, char const* name, std::optional<TimePoint> time)
{
  if (time)
    document.add(name, *time);
  else
    document.add_null(name);
}

Bson watermark_document(TableRecord const& record)
{
  return Builder().add("cursor", record.cursor).add("value", record.watermark).take();
}

void add_progress(Builder& document, TableRecord const& record)
{
  document.add("phase", record.phase).add("newest", record.newest).add("mark", record.mark);
  if (record.watermark.empty())
    document.add_null("watermark");
  else
    document.add("watermark", watermark_document(record));
  document.add("horizon", record.horizon);
  if (record.clocks)
    document.add("clocks", clocks_document(*record.clocks));
  else
    document.add_null("clocks");
  add_time(document, "marked", record.marked);
  if (record.snapshot)
    document.add("snapshot", pass_document(*record.snapshot));
  else
    document.add_null("snapshot");
  if (record.catch_up)
    document.add("catch_up", pass_document(*record.catch_up));
  else
    document.add_null("catch_up");
}

/// Of another kind it would keep every run from writing, as if the lease were lost.
std::int64_t token_at(Fields const& fields)
{
  try {
    return std::max(fields.number("token").value_or(no_token), no_token);
  } catch (Error const&) { // check_token tells of it, where it matters
    return no_token;
  }
}

} // namespace

Bson to_document(std::string const& id, std::string const& pipeline, TableRecord const& record,
                 std::int64_t token)
{
  Builder document;
  document.add("_id", id)
      .add("version", state_version)
      .add("pipeline", pipeline)
      .add("table", record.table)
      .add("collection", record.collection)
      .add("identity", record.identity)
      .add("documents", record.documents)
      .add_array("key", texts(record.key))
      .add("cursor", record.cursor)
      .add("where", record.where)
      .add("ids", record.ids)
      .add("soft", record.soft)
      .add("schema", record.schema)
      .add("careful_from", record.careful_from)
      .add("careful_token", record.careful_token)
      .add("blind", record.blind)
      .add_array("reformed", texts(record.reformed));
  add_progress(document, record);
  add_time(document, "last_sync", record.last_sync);
  add_time(document, "synced_as_of", record.synced_as_of);
  add_time(document, "reconciled", record.reconciled);
  document.add("last_status", record.last_status)
      .add("last_error", record.last_error)
      .add("failures", record.failures)
      .add("runs", record.runs)
      .add("good_runs", record.good_runs)
      .add("token", token);
  return document.take();
}

TableRecord from_document(bson_t const& document)
{
  auto const id = text_at(document, "_id").value_or("?");
  Fields const fields(document, "restore it, or remove it to load the table anew");
  auto const version = fields.number("version");
  auto const text = [&](char const* path) { return fields.text(path).value_or(""); };
  auto const number = [&](char const* path) { return fields.number(path).value_or(0); };
  if (version && *version > state_version) {
    throw failure(
        Fault::target,
        "the state document '{}' was written by a newer mysync (shape {}, known {}); update "
        "this one",
        id, *version, state_version);
  }
  auto const phase = text("phase");
  bool const known_phase = phase == "snapshot" || phase == "steady";
  if (!version) fields.refuse("version");
  if (text("table").empty()) fields.refuse("table");
  if (!known_phase) fields.refuse("phase");
  TableRecord record;
  record.table = text("table");
  record.collection = text("collection");
  record.identity = text("identity");
  record.documents = number("documents");
  record.key = texts_at(document, fields, "key");
  record.cursor = text("cursor");
  record.where = text("where");
  record.ids = text("ids");
  record.soft = text("soft");
  record.schema = text("schema");
  record.careful_from = text("careful_from");
  record.careful_token = number("careful_token");
  record.reread_from = text("reread_from");
  record.reread_asked = number("reread_asked");
  record.blind = text("blind");
  record.reformed = texts_at(document, fields, "reformed");
  record.phase = phase;
  record.token = token_at(fields);
  if (fields.has_document("watermark")) record.watermark = text("watermark.value");
  record.horizon = text("horizon");
  record.clocks = known_clocks(document, fields, "clocks");
  record.newest = text("newest");
  record.mark = text("mark");
  record.marked = fields.time("marked");
  record.snapshot = pass_at(document, fields, "snapshot");
  record.catch_up = pass_at(document, fields, "catch_up");
  record.last_sync = fields.time("last_sync");
  record.synced_as_of = fields.time("synced_as_of");
  record.reconciled = fields.time("reconciled");
  record.last_status = text("last_status");
  record.last_error = text("last_error");
  record.failures = number("failures");
  record.runs = number("runs");
  record.good_runs = number("good_runs");
  record.verify = verify_at(document);
  return record;
}

void check_token(TableRecord const& record, std::string const& pipeline, std::int64_t lease_token)
{
  if (record.token >= 0 && record.token <= lease_token) return;
  auto const what = record.token < 0 ? std::string("is none that a run writes")
                                     : fmt::format("is {}, above that of the lease ({})",
                                                   record.token, lease_token);
  throw failure(Fault::target,
                "the state document '{0}/{1}' cannot be understood: its token {2}; when no run is "
                "on, set it to NumberLong(0), or, if all tables are told of, remove the lease "
                "document '{0}'",
                pipeline, record.table, what);
}

} // namespace mysync::mongo
