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

} // namespace

TEST_CASE("the JSON of a run has the contract's fields in their order")
{
  sync::RunResult run;
  run.run = "r1";
  run.pipeline = "shop";
  run.status = sync::RunStatus::partial;
  run.exit = 3;
  run.started = start + 500ms;
  run.duration_seconds = 1.4200000000000002;
  sync::TableResult orders;
  orders.table = "orders";
  orders.collection = "shop_orders";
  orders.phase = sync::Phase::steady;
  orders.status = sync::TableStatus::failed;
  orders.read = 12;
  orders.read_again = 5;
  orders.created = 1;
  orders.updated = 2;
  orders.unchanged = 9;
  orders.deleted = 3;
  orders.quarantined = 4;
  orders.watermark = "2026-11-22 10:14:31.204113";
  orders.horizon = "2026-11-22 10:14:31.300000";
  orders.held_back_seconds = 0.25;
  orders.duration_seconds = 0.5;
  orders.error = "not primary";
  orders.news = {"said"};
  run.tables = {orders};
  CHECK(run_json(run) == R"json({
  "run": "r1",
  "pipeline": "shop",
  "status": "partial",
  "exit": 3,
  "started": "2026-11-22T10:00:00.500Z",
  "duration_seconds": 1.42,
  "tables": [
    {
      "table": "orders",
      "collection": "shop_orders",
      "phase": "steady",
      "status": "failed",
      "read": 12,
      "read_again": 5,
      "created": 1,
      "updated": 2,
      "unchanged": 9,
      "deleted": 3,
      "quarantined": 4,
      "watermark": "2026-11-22 10:14:31.204113",
      "horizon": "2026-11-22 10:14:31.300000",
      "held_back_seconds": 0.25,
      "duration_seconds": 0.5,
      "error": "not primary",
      "news": [
        "said"
      ]
    }
  ],
  "dry_run": false,
  "more_to_do": false,
  "reason": null
}
)json");
}

TEST_CASE("what is not known of a run is null")
{
  sync::RunResult run;
  run.status = sync::RunStatus::skipped;
  run.reason = "nothing due";
  run.tables.resize(1);
  auto const json = Json::parse(run_json(run));
  CHECK(json["status"] == "skipped");
  CHECK(json["reason"] == "nothing due");
  for (auto const* const name : {"watermark", "horizon", "error"})
    CHECK(json["tables"][0][name].is_null());
  CHECK(json["tables"][0]["news"] == Json::array());
}

TEST_CASE("bytes that are no UTF-8 become U+FFFD and counts keep 64 bits")
{
  sync::RunResult run;
  run.tables.resize(1);
  run.tables[0].error = "bad \xff byte";
  run.tables[0].read = 18'446'744'073'709'551'615U;
  auto const json = Json::parse(run_json(run));
  CHECK(json["tables"][0]["error"] == "bad \xEF\xBF\xBD byte");
  CHECK(json["tables"][0]["read"].get<std::uint64_t>() == 18'446'744'073'709'551'615U);
}
