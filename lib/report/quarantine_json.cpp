#include "report/quarantine_json.hpp"

#include "core/text.hpp"

#include <nlohmann/json.hpp>

namespace mysync::report {
namespace {

using Json = nlohmann::ordered_json;

Json time_or_null(std::optional<mongo::TimePoint> const& time)
{
  return time ? Json(iso8601(*time)) : Json();
}

std::string text_of(Json const& json)
{
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

/// Each line further in, as a part of a larger document.
std::string indented(std::string const& text)
{
  std::string lines = "    ";
  for (char const character : text) {
    lines += character;
    if (character == '\n') lines += "    ";
  }
  return lines;
}

} // namespace

std::string quarantine_json_begin() { return "{\n  \"records\": ["; }

std::string quarantine_json(mongo::QuarantineRecord const& record, mongo::RecordCells cells,
                            std::uint64_t number)
{
  Json json;
  json["table"] = record.table;
  json["key"] = record.key;
  json["reason"] = record.reason;
  json["message"] = record.message;
  json["attempts"] = record.attempts;
  json["first_seen"] = time_or_null(record.first_seen);
  json["last_seen"] = time_or_null(record.last_seen);
  json["run"] = record.run;
  if (cells == mongo::RecordCells::included) {
    json["cells"] = Json::object();
    for (auto const& [column, cell] : record.cells) json["cells"][column] = cell;
  }
  return (number == 0 ? "\n" : ",\n") + indented(text_of(json));
}

std::string quarantine_json_end(std::uint64_t records)
{
  return records == 0 ? "]\n}\n" : "\n  ]\n}\n";
}

std::string retry_json(std::vector<sync::RetryResult> const& results)
{
  Json json;
  json["tables"] = Json::array();
  for (auto const& result : results) {
    Json one;
    one["table"] = result.table;
    one["arrived"] = result.counts.arrived;
    one["gone"] = result.counts.gone;
    one["quarantined"] = result.counts.refused;
    one["not_found"] = result.counts.not_found;
    one["error"] = result.error.empty() ? Json() : Json(result.error);
    json["tables"].push_back(std::move(one));
  }
  return text_of(json) + '\n';
}

std::string drop_json(std::uint64_t dropped)
{
  Json json;
  json["dropped"] = dropped;
  return text_of(json) + '\n';
}

} // namespace mysync::report
