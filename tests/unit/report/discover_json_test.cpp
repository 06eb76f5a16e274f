#include "report/json.hpp"

#include <catch2/catch.hpp>

using namespace mysync;
using namespace mysync::report;

TEST_CASE("the JSON of a discovery has the contract's fields in their order")
{
  sync::TableChoice choice;
  choice.table.name = "orders";
  choice.table.rows_estimate = 1'204'332;
  choice.collection = "shop_orders";
  choice.key = {"id"};
  choice.cursor = {"updated_at", "created_at"};
  choice.mode = config::Mode::timestamp;
  choice.cursor_index = "by_time";
  choice.reason = "changes with every update";
  sync::Finding loss;
  loss.code = "microseconds";
  loss.severity = sync::Severity::loss;
  loss.message = "loses microseconds";
  loss.count = 12;
  loss.example = "10:14:31.204113";
  sync::TableFindings found;
  found.columns = {{"placed_at", "datetime(6)", "date", true, {loss}},
                   {"shape", "geometry", "", false, {}}};
  found.findings = {{}};
  CHECK(discover_json({{choice}, {found}, {"audit: no key"}}) == R"json({
  "tables": [
    {
      "table": "orders",
      "collection": "shop_orders",
      "rows_estimate": 1204332,
      "key": [
        "id"
      ],
      "cursor": "updated_at",
      "mode": "timestamp",
      "reason": "changes with every update",
      "columns": [
        {
          "column": "placed_at",
          "type": "datetime(6)",
          "bson": "date",
          "nullable": true,
          "findings": [
            {
              "code": "microseconds",
              "severity": "loss",
              "message": "loses microseconds",
              "count": 12,
              "example": "10:14:31.204113"
            }
          ]
        },
        {
          "column": "shape",
          "type": "geometry",
          "bson": null,
          "nullable": false,
          "findings": []
        }
      ],
      "findings": [
        {
          "code": "",
          "severity": "note",
          "message": "",
          "count": null,
          "example": null
        }
      ],
      "second_cursor": "created_at",
      "cursor_index": "by_time",
      "problem": null,
      "scan": null
    }
  ],
  "left_out": [
    "audit: no key"
  ]
}
)json");
}
