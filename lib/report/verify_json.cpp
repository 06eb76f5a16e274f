#include "report/verify_json.hpp"

#include "core/text.hpp"

#include <nlohmann/json.hpp>

#include <cmath>

namespace mysync::report {
namespace {

using Json = nlohmann::ordered_json;

/// Extended JSON is JSON: it goes in as what it is.
Json value(std::string const& extended) { return Json::parse(extended, nullptr, false); }

void add_sample(Json& samples, sync::Difference const& difference,
                mongo::FieldDifference const* field)
{
  Json one;
  one["kind"] = sync::kind_name(difference.kind);
  one["key"] = value(difference.key);
  one["field"] = field != nullptr ? Json(field->field) : Json();
  if (field != nullptr && field->source) one["source"] = value(*field->source);
  if (field != nullptr && field->target) one["target"] = value(*field->target);
  samples.push_back(std::move(one));
}

Json samples_json(std::vector<sync::Difference> const& differences)
{
  auto samples = Json::array();
  for (auto const& difference : differences) {
    if (difference.fields.empty()) add_sample(samples, difference, nullptr);
    for (auto const& field : difference.fields) add_sample(samples, difference, &field);
  }
  return samples;
}

Json sample_json(std::optional<sync::SampleReach> const& reach)
{
  if (!reach) return {};
  return {{"windows", reach->windows},
          {"windows_in_table", reach->windows_in_table},
          {"window_rows", sync::SampleReach::window_rows},
          {"documents", reach->documents},
          {"documents_in_collection", reach->documents_in_collection}};
}

Json table_json(sync::TableVerification const& table)
{
  Json json;
  json["table"] = table.table;
  json["rows"] = table.rows;
  json["documents"] = table.documents;
  json["equal"] = table.equal;
  json["differing"] = table.differing;
  json["missing"] = table.missing;
  json["extra"] = table.extra;
  json["not_due"] = table.not_due;
  json["quarantined"] = table.quarantined;
  json["samples"] = samples_json(table.samples);
  json["collection"] = table.collection;
  json["status"] = sync::status_name(table.status);
  json["whole"] = table.whole;
  json["sample"] = sample_json(table.sample);
  json["written"] = table.written;
  json["removed"] = table.removed;
  json["duration_seconds"] = std::round(table.duration_seconds * 1000) / 1000;
  json["error"] = table.error.empty() ? Json() : Json(table.error);
  json["news"] = table.news;
  return json;
}

} // namespace

std::string verify_json(sync::Verification const& result)
{
  Json json;
  json["equal"] = result.equal();
  json["tables"] = Json::array();
  for (auto const& table : result.tables) json["tables"].push_back(table_json(table));
  json["run"] = result.run;
  json["pipeline"] = result.pipeline;
  json["started"] = iso8601(result.started);
  json["duration_seconds"] = std::round(result.duration_seconds * 1000) / 1000;
  json["repair"] = result.repair;
  json["dry_run"] = result.dry_run;
  json["more_to_do"] = result.more_to_do;
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

} // namespace mysync::report
