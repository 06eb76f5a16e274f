#include "report/json.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace mysync;
using namespace mysync::report;
using namespace std::chrono_literals;
using Json = nlohmann::ordered_json;

namespace {

auto const start =
    std::chrono::system_clock::time_point(std::chrono::sys_days{2026y / 11 / 22} + 10h);

std::vector<std::string> keys(Json const& object)
{
  std::vector<std::string> names;
  for (auto const& item : object.items()) names.push_back(item.key());
  return names;
}

} // namespace

TEST_CASE("the JSON of a status has the specification's keys and the tables")
{
  sync::PipelineState state;
  state.pipeline = "shop";
  state.interval = 60min;
  state.last_sync = start;
  state.next_sync = start + 60min;
  state.last_duration_seconds = 135.2;
  state.last_status = "success";
  state.success_rate = 99.8;
  state.mysql_connection = state.mongodb_connection = "healthy";
  state.error_count = 2;
  sync::TableState orders;
  orders.table = "orders";
  orders.collection = "shop_orders";
  orders.phase = "steady";
  orders.watermark = "2026-11-22 10:14:31.204113";
  orders.lag_seconds = 2.5;
  orders.last_sync = start;
  orders.next_sync = start + 15min;
  orders.last_status = "success";
  orders.total_records = 15000;
  orders.quarantined = 1;
  orders.horizon_exact = false;
  orders.horizon_reason = "the server is a replica";
  sync::TableState audit;
  audit.table = "audit";
  audit.phase = "new";
  audit.total_records = 420;
  audit.paused = true;
  audit.pause = {start, "root@db1", ""};
  state.tables = {orders, audit};
  CHECK(status_json(state, std::nullopt) == R"json({
  "sync_enabled": true,
  "last_sync": "2026-11-22T10:00:00Z",
  "next_sync": "2026-11-22T11:00:00Z",
  "sync_interval_minutes": 60,
  "tables_synced": [
    "orders"
  ],
  "sync_metrics": {
    "total_records": 15420,
    "last_sync_duration": "00:02:15",
    "success_rate": 99.8
  },
  "mysql_connection": "healthy",
  "mongodb_connection": "healthy",
  "last_sync_status": "success",
  "pending_operations": 0,
  "error_count": 2,
  "tables": [
    {
      "table": "orders",
      "collection": "shop_orders",
      "phase": "steady",
      "watermark": "2026-11-22 10:14:31.204113",
      "lag_seconds": 2.5,
      "last_sync": "2026-11-22T10:00:00Z",
      "last_status": "success",
      "last_error": null,
      "failures": 0,
      "total_records": 15000,
      "quarantined": 1,
      "paused": false,
      "next_sync": "2026-11-22T10:15:00Z",
      "horizon_exact": false,
      "horizon_reason": "the server is a replica",
      "verified": null,
      "verified_whole": null,
      "verified_differences": null,
      "pause": null,
      "reformed": []
    },
    {
      "table": "audit",
      "collection": "",
      "phase": "new",
      "watermark": null,
      "lag_seconds": null,
      "last_sync": null,
      "last_status": null,
      "last_error": null,
      "failures": 0,
      "total_records": 420,
      "quarantined": 0,
      "paused": true,
      "next_sync": null,
      "horizon_exact": null,
      "horizon_reason": null,
      "verified": null,
      "verified_whole": null,
      "verified_differences": null,
      "pause": {
        "since": "2026-11-22T10:00:00Z",
        "by": "root@db1",
        "reason": null
      },
      "reformed": []
    }
  ],
  "pause": null,
  "pipeline": "shop",
  "lease_owner": null,
  "dead_run": null
}
)json");
}

TEST_CASE("a status that was checked carries its verdict, and one that was not does not")
{
  sync::PipelineState state;
  auto json = Json::parse(status_json(state, std::nullopt));
  CHECK_FALSE(json.contains("healthy"));
  json = Json::parse(status_json(state, std::vector<std::string>{}));
  CHECK(json["healthy"] == true);
  json = Json::parse(status_json(state, std::vector<std::string>{"orders: stale"}));
  CHECK(json["healthy"] == false);
  CHECK(json["problems"] == Json::array({"orders: stale"}));
}

TEST_CASE("an interval of no whole minutes is a fraction of them, and nothing known is null")
{
  sync::PipelineState state;
  state.interval = 90s;
  auto const json = Json::parse(status_json(state, std::nullopt));
  CHECK(json["sync_interval_minutes"] == 1.5);
  CHECK(keys(json["sync_metrics"]) ==
        std::vector<std::string>{"total_records", "last_sync_duration", "success_rate"});
  CHECK(json["sync_metrics"]["total_records"] == 0);
  CHECK(json["sync_metrics"]["last_sync_duration"].is_null());
  CHECK(json["sync_metrics"]["success_rate"].is_null());
  for (auto const* const name : {"last_sync", "next_sync", "last_sync_status"})
    CHECK(json[name].is_null());
}
