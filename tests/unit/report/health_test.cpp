#include "report/health.hpp"

#include <catch2/catch.hpp>

using namespace mysync;
using namespace mysync::report;
using namespace std::chrono_literals;
using Lines = std::vector<std::string>;

namespace {

auto const noon =
    std::chrono::system_clock::time_point(std::chrono::sys_days{2026y / 11 / 22} + 12h);

sync::TableState well(char const* name)
{
  sync::TableState table;
  table.table = name;
  table.phase = "steady";
  table.last_status = "success";
  table.last_sync = noon;
  table.lag_seconds = 30;
  return table;
}

sync::PipelineState pipeline(std::vector<sync::TableState> tables)
{
  sync::PipelineState state;
  state.interval = 60min;
  state.mysql_connection = state.mongodb_connection = "healthy";
  state.tables = std::move(tables);
  return state;
}

} // namespace

TEST_CASE("all is well when both sides answer and every table is up to date")
{
  CHECK(problems(pipeline({well("orders")}), noon).empty());
}

TEST_CASE("a connection that failed is a problem, one that was not asked is none")
{
  auto state = pipeline({well("orders")});
  state.mysql_connection = "mysql db1:3306: access denied";
  state.mongodb_connection = "no server";
  CHECK(problems(state, noon) == Lines{"mysql db1:3306: access denied", "mongodb: no server"});
  state.mysql_connection = state.mongodb_connection = "unknown";
  CHECK(problems(state, noon).empty());
}

TEST_CASE("a table whose last run failed is a problem, however young its documents")
{
  auto orders = well("orders");
  orders.failures = 5;
  orders.last_status = "failed";
  orders.last_error = "lock wait timeout";
  auto events = well("events");
  events.last_status = "failed";
  auto audit = well("audit");
  audit.last_status = "failed";
  audit.last_error = "table audit: its key changed";
  CHECK(problems(pipeline({orders, events, audit}), noon) ==
        Lines{"orders: the last 5 runs failed: lock wait timeout",
              "events: the last run failed: no reason is remembered",
              "audit: the last run failed: its key changed"});
}

TEST_CASE("a table is stale when more than two intervals have passed")
{
  auto orders = well("orders");
  orders.lag_seconds = 7200;
  CHECK(problems(pipeline({orders}), noon).empty());
  orders.lag_seconds = 7201;
  CHECK(problems(pipeline({orders}), noon) ==
        Lines{"orders: stale: synced 2 h ago, its interval is 1h"});
}

TEST_CASE("a table's own interval counts where it is known")
{
  auto orders = well("orders");
  orders.next_sync = noon - 301s;
  orders.lag_seconds = 601;
  CHECK(problems(pipeline({orders}), noon) ==
        Lines{"orders: stale: synced 10 min ago, its interval is 5m"});
  orders.next_sync = noon;
  orders.lag_seconds = 86400;
  CHECK(problems(pipeline({orders}), noon).empty());
}

TEST_CASE("without an interval nothing is stale")
{
  auto orders = well("orders");
  orders.lag_seconds = 1e9;
  auto state = pipeline({orders});
  state.interval = 0ms;
  CHECK(problems(state, noon).empty());
}

TEST_CASE("a table that was never synced is a problem, unless a run is at it")
{
  sync::TableState orders;
  orders.table = "orders";
  orders.phase = "new";
  auto state = pipeline({orders});
  CHECK(problems(state, noon) == Lines{"orders: never synced to the end"});
  state.lease_owner = "host (pid 12)";
  CHECK(problems(state, noon).empty());
}

TEST_CASE("what is paused or disabled on purpose is no problem")
{
  auto orders = well("orders");
  orders.lag_seconds = 1e6;
  orders.failures = 7;
  orders.paused = true;
  CHECK(problems(pipeline({orders}), noon).empty());
  orders.paused = false;
  orders.failures = 0;
  auto state = pipeline({orders});
  state.enabled = false;
  CHECK(problems(state, noon).empty());
}

TEST_CASE("a table that paused itself is a problem until somebody resumes it")
{
  auto orders = well("orders");
  orders.paused = true;
  orders.pause = {noon, "root@db1", "migration"};
  CHECK(problems(pipeline({orders}), noon).empty());
  orders.pause = {noon, mongo::paused_itself, "5 failures in a row: the disk is full"};
  CHECK(problems(pipeline({orders}), noon) ==
        Lines{"orders: paused itself after 5 failures in a row: the disk is full; mysync resume "
              "orders"});
}

TEST_CASE("a paused pipeline is not stale")
{
  auto orders = well("orders");
  orders.lag_seconds = 1e6;
  auto state = pipeline({orders});
  state.pause = mongo::Pause{noon, "root@db1", ""};
  CHECK(problems(state, noon).empty());
}

TEST_CASE("a pipeline that never ran is a problem")
{
  auto state = pipeline({});
  state.pipeline = "shop";
  CHECK(problems(state, noon) == Lines{"pipeline shop: never ran"});
  state.lease_owner = "host (pid 12)";
  CHECK(problems(state, noon).empty());
  state.lease_owner.clear();
  state.mongodb_connection = "mongodb db1:27017: refused";
  CHECK(problems(state, noon) == Lines{"mongodb db1:27017: refused"});
}

TEST_CASE("a run that failed on a table of which nothing is remembered is a problem")
{
  auto state = pipeline({well("orders")});
  state.pipeline = "shop";
  state.last_status = "success";
  CHECK(problems(state, noon).empty());
  state.last_status = "partial";
  CHECK(problems(state, noon) ==
        Lines{"pipeline shop: the last run ended in part: mysync run says why"});
  state.last_status = "failed";
  CHECK(problems(state, noon) ==
        Lines{"pipeline shop: the last run ended in failure: mysync run says why"});
  state.tables[0].last_status = "failed";
  CHECK(problems(state, noon).size() == 1);
}

TEST_CASE("a run that was stopped and had no failed table is no problem")
{
  auto state = pipeline({well("orders")});
  state.last_status = "partial";
  state.last_failed = 0;
  CHECK(problems(state, noon).empty());
  state.last_failed = 1;
  CHECK(problems(state, noon).size() == 1);
}
