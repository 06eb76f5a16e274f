#include "report/json.hpp"

#include "core/text.hpp"
#include "report/words.hpp"

#include <nlohmann/json.hpp>

#include <cmath>

namespace mysync::report {
namespace {

using Json = nlohmann::ordered_json;

Json text_or_null(std::string const& text) { return text.empty() ? Json() : Json(text); }

Json time_or_null(std::optional<TimePoint> const& time)
{
  return time ? Json(iso8601(*time)) : Json();
}

/// Seconds and percents to the thousandth: 1.4200000000000002 says no more than 1.42.
Json rounded(double number) { return std::round(number * 1000) / 1000; }

Json rounded_or_null(std::optional<double> const& number)
{
  return number ? rounded(*number) : Json();
}

std::string document_text(Json const& document)
{
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

Json result_json(sync::TableResult const& table)
{
  Json json;
  json["table"] = table.table;
  json["collection"] = table.collection;
  json["phase"] = sync::phase_name(table.phase);
  json["status"] = sync::status_name(table.status);
  json["read"] = table.read;
  json["read_again"] = table.read_again;
  json["created"] = table.created;
  json["updated"] = table.updated;
  json["unchanged"] = table.unchanged;
  json["deleted"] = table.deleted;
  json["quarantined"] = table.quarantined;
  json["watermark"] = text_or_null(table.watermark);
  json["horizon"] = text_or_null(table.horizon);
  json["held_back_seconds"] = rounded(table.held_back_seconds);
  json["duration_seconds"] = rounded(table.duration_seconds);
  json["error"] = text_or_null(table.error);
  json["news"] = table.news;
  return json;
}

Json findings_json(std::vector<sync::Finding> const& findings)
{
  auto json = Json::array();
  for (auto const& finding : findings) {
    Json one;
    one["code"] = finding.code;
    one["severity"] = severity_name(finding.severity);
    one["message"] = finding.message;
    one["count"] = finding.count ? Json(*finding.count) : Json();
    one["example"] = text_or_null(finding.example);
    json.push_back(std::move(one));
  }
  return json;
}

Json columns_json(std::vector<sync::ColumnFindings> const& columns)
{
  auto json = Json::array();
  for (auto const& column : columns) {
    Json one;
    one["column"] = column.column;
    one["type"] = column.type;
    one["bson"] = text_or_null(column.bson);
    one["nullable"] = column.nullable;
    one["findings"] = findings_json(column.findings);
    json.push_back(std::move(one));
  }
  return json;
}

Json scan_json(std::optional<sync::ScanSummary> const& scan)
{
  if (!scan) return {};
  Json json;
  json["rows"] = scan->rows;
  json["complete"] = scan->complete;
  json["seconds"] = rounded(scan->seconds);
  json["trouble"] = text_or_null(scan->trouble);
  return json;
}

Json choice_json(sync::TableChoice const& choice, sync::TableFindings const& found)
{
  Json json;
  json["table"] = choice.table.name;
  json["collection"] = choice.collection;
  json["rows_estimate"] = choice.table.rows_estimate;
  json["key"] = choice.key;
  json["cursor"] = choice.cursor.empty() ? Json() : Json(choice.cursor.front());
  json["mode"] = mode_name(choice.mode);
  json["reason"] = choice.reason;
  json["columns"] = columns_json(found.columns);
  json["findings"] = findings_json(found.findings);
  // Serves the rows whose cursor is NULL; apart, so that `cursor` keeps one type.
  json["second_cursor"] = choice.cursor.size() > 1 ? Json(choice.cursor[1]) : Json();
  json["cursor_index"] = text_or_null(choice.cursor_index);
  json["problem"] = text_or_null(choice.problem);
  json["scan"] = scan_json(found.scan);
  return json;
}

Json pause_json(mongo::Pause const& pause)
{
  Json json;
  json["since"] = time_or_null(pause.since);
  json["by"] = pause.by;
  json["reason"] = text_or_null(pause.reason);
  return json;
}

Json state_json(sync::TableState const& table)
{
  Json json;
  json["table"] = table.table;
  json["collection"] = table.collection;
  json["phase"] = table.phase;
  json["watermark"] = text_or_null(table.watermark);
  json["lag_seconds"] = rounded_or_null(table.lag_seconds);
  json["last_sync"] = time_or_null(table.last_sync);
  json["last_status"] = text_or_null(table.last_status);
  json["last_error"] = text_or_null(table.last_error);
  json["failures"] = table.failures;
  json["total_records"] = table.total_records;
  json["quarantined"] = table.quarantined;
  json["paused"] = table.paused;
  json["next_sync"] = time_or_null(table.next_sync);
  json["horizon_exact"] = table.horizon_exact ? Json(*table.horizon_exact) : Json();
  json["horizon_reason"] = text_or_null(table.horizon_reason);
  json["verified"] = time_or_null(table.verified);
  json["verified_whole"] = table.verified ? Json(table.verified_whole) : Json();
  json["verified_differences"] = table.verified ? Json(table.verified_differences) : Json();
  json["pause"] = table.paused ? pause_json(table.pause) : Json();
  json["reformed"] = table.reformed;
  return json;
}

/// A whole number of minutes as one; `interval = "90s"` is 1.5.
Json minutes(std::chrono::milliseconds interval)
{
  auto const whole = std::chrono::duration_cast<std::chrono::minutes>(interval);
  if (whole == interval) return whole.count();
  return rounded(std::chrono::duration<double, std::ratio<60>>(interval).count());
}

Json synced_tables(std::vector<sync::TableState> const& tables)
{
  auto names = Json::array();
  for (auto const& table : tables)
    if (table.last_sync) names.push_back(table.table);
  return names;
}

Json metrics(sync::PipelineState const& state)
{
  std::uint64_t records = 0;
  for (auto const& table : state.tables) records += table.total_records;
  Json json;
  json["total_records"] = records;
  json["last_sync_duration"] = state.last_duration_seconds
                                   ? Json(hours_minutes_seconds(*state.last_duration_seconds))
                                   : Json();
  json["success_rate"] = rounded_or_null(state.success_rate);
  return json;
}

} // namespace

std::string run_json(sync::RunResult const& result)
{
  Json json;
  json["run"] = result.run;
  json["pipeline"] = result.pipeline;
  json["status"] = sync::status_name(result.status);
  json["exit"] = result.exit;
  json["started"] = iso8601(result.started);
  json["duration_seconds"] = rounded(result.duration_seconds);
  json["tables"] = Json::array();
  for (auto const& table : result.tables) json["tables"].push_back(result_json(table));
  json["dry_run"] = result.dry_run;
  json["more_to_do"] = result.more_to_do;
  json["reason"] = text_or_null(result.reason);
  return document_text(json);
}

std::string discover_json(sync::Discovered const& found)
{
  Json json;
  json["tables"] = Json::array();
  for (std::size_t i = 0; i < found.tables.size(); ++i)
    json["tables"].push_back(choice_json(found.tables[i], found.findings.at(i)));
  json["left_out"] = found.left_out;
  return document_text(json);
}

std::string status_json(sync::PipelineState const& state,
                        std::optional<std::vector<std::string>> const& problems)
{
  Json json;
  json["sync_enabled"] = state.enabled;
  json["last_sync"] = time_or_null(state.last_sync);
  json["next_sync"] = time_or_null(state.next_sync);
  json["sync_interval_minutes"] = minutes(state.interval);
  json["tables_synced"] = synced_tables(state.tables);
  json["sync_metrics"] = metrics(state);
  json["mysql_connection"] = state.mysql_connection;
  json["mongodb_connection"] = state.mongodb_connection;
  json["last_sync_status"] = text_or_null(state.last_status);
  json["pending_operations"] = state.pending_operations;
  json["error_count"] = state.error_count;
  json["tables"] = Json::array();
  for (auto const& table : state.tables) json["tables"].push_back(state_json(table));
  json["pause"] = state.pause ? pause_json(*state.pause) : Json();
  json["pipeline"] = state.pipeline;
  json["lease_owner"] = text_or_null(state.lease_owner);
  json["dead_run"] = text_or_null(state.dead_run);
  if (problems) {
    json["healthy"] = problems->empty();
    json["problems"] = *problems;
  }
  return document_text(json);
}

} // namespace mysync::report
