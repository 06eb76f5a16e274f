#include "report/status_text.hpp"

#include <catch2/catch.hpp>

using namespace mysync;
using namespace mysync::report;
using namespace std::chrono_literals;

namespace {

auto const now = std::chrono::system_clock::time_point(std::chrono::sys_days{2026y / 11 / 22} +
                                                       10h + 14min + 33s);

sync::TableState state(char const* name, char const* watermark, double lag, std::uint64_t records)
{
  sync::TableState table;
  table.table = name;
  table.phase = "steady";
  table.watermark = watermark;
  table.lag_seconds = lag;
  table.total_records = records;
  table.last_status = "success";
  table.last_sync = now - 2s;
  return table;
}

sync::PipelineState shop()
{
  sync::PipelineState shop;
  shop.pipeline = "shop";
  shop.last_sync = now - 2s;
  shop.next_sync = now + 60min;
  shop.last_duration_seconds = 1.5;
  shop.last_status = "success";
  shop.tables = {state("orders", "2026-11-22 10:14:31.204113", 2, 1'204'332),
                 state("customers", "2026-11-22 10:14:31.204113", 2, 88'120),
                 state("audit", "2026-11-22 09:02:10", 4320, 412'009),
                 state("events", "2026-11-21 08:40:00", 5640, 90'113)};
  shop.tables[1].quarantined = 1;
  shop.tables[2].paused = true;
  shop.tables[2].pause = {now, "root@db1", "migration"};
  shop.tables[3].failures = 5;
  shop.tables[3].last_error = "lock wait timeout";
  return shop;
}

} // namespace

TEST_CASE("status is a line for the pipeline and one for each table")
{
  CHECK(status_text(shop(), std::nullopt, {now}, Colour::off) ==
        "pipeline shop   last run 10:14 success (1.5 s)   next due 11:14   2 of 4 tables well\n"
        "table      state    synced up to            lag  documents  quarantined  last\n"
        "orders     steady   10:14:31                2 s  1,204,332            0  10:14 ok\n"
        "customers  steady   10:14:31                2 s     88,120            1  10:14 ok\n"
        "audit      paused   09:02:10             72 min    412,009            0  by root@db1: "
        "migration\n"
        "  next: mysync resume audit\n"
        "events     failing  2026-11-21 08:40:00  94 min     90,113            0  5 failures: lock "
        "wait "
        "timeout\n"
        "  next: mysync run events\n");
}

TEST_CASE("a pipeline that never ran, is disabled, or runs just now says so")
{
  sync::PipelineState state;
  state.pipeline = "shop";
  sync::TableState orders;
  orders.table = "orders";
  orders.phase = "new";
  state.tables = {orders};
  CHECK(status_text(state, std::nullopt, {now}, Colour::off) ==
        "pipeline shop   never run   0 of 1 table well\n"
        "table   state  synced up to  lag  documents  quarantined  last\n"
        "orders  new                               0            0  never\n");
  state.enabled = false;
  state.tables.clear();
  state.lease_owner = "db1 (pid 12)";
  CHECK(status_text(state, std::nullopt, {now}, Colour::off) ==
        "pipeline shop   never run   disabled   0 of 0 tables well\n"
        "  a run is on: db1 (pid 12)\n");
}

TEST_CASE("the time of the last good run is not given to one that failed")
{
  auto state = shop();
  state.tables.clear();
  state.last_status = "partial";
  CHECK(status_text(state, std::nullopt, {now}, Colour::off) ==
        "pipeline shop   last run partial (1.5 s), synced 10:14   next due 11:14   0 of 0 tables "
        "well\n");
  state.last_status.clear();
  CHECK(status_text(state, std::nullopt, {now}, Colour::off)
            .starts_with("pipeline shop   synced 10:14   next due 11:14"));
  state.last_sync.reset();
  state.next_sync.reset();
  state.last_status = "failed";
  CHECK(status_text(state, std::nullopt, {now}, Colour::off) ==
        "pipeline shop   last run failed (1.5 s), never synced   0 of 0 tables well\n");
}

TEST_CASE("the zone is said once when it is not UTC")
{
  auto state = shop();
  state.tables.resize(1);
  CHECK(status_text(state, std::nullopt, {now, 1h, "CET"}, Colour::off) ==
        "pipeline shop   last run 11:14 success (1.5 s)   next due 12:14   1 of 1 table well\n"
        "table   state   synced up to  lag  documents  quarantined  last\n"
        "orders  steady  10:14:31      2 s  1,204,332            0  11:14 ok\n"
        "times are CET; \"synced up to\" is the cursor's own value\n");
}

TEST_CASE("a state that cannot be read is not taken for a pipeline that never ran")
{
  sync::PipelineState state;
  state.pipeline = "shop";
  state.mongodb_connection = "mongodb db1:27017: refused";
  CHECK(
      status_text(state, std::vector<std::string>{state.mongodb_connection}, {now}, Colour::off) ==
      "pipeline shop   its state cannot be read\n1 problem\n  mongodb db1:27017: refused\n");
}

TEST_CASE("a check ends in its verdict")
{
  sync::PipelineState state;
  state.pipeline = "shop";
  auto const head = std::string("pipeline shop   never run   0 of 0 tables well\n");
  auto const text = [&](std::vector<std::string> const& problems) {
    return status_text(state, problems, {now}, Colour::off);
  };
  CHECK(text({}) == head + "healthy\n");
  CHECK(text({"orders: stale", "mysql: gone"}) ==
        head + "2 problems\n  orders: stale\n  mysql: gone\n");
  state.mysql_connection = state.mongodb_connection = "healthy";
  CHECK(text({}) == head + "healthy: mysql and mongodb answer, every table is up to date\n");
}

TEST_CASE("a table whose late commits may be missed says so below its line")
{
  sync::PipelineState state;
  state.pipeline = "shop";
  state.tables.push_back({.table = "orders", .phase = "steady"});
  state.tables.back().horizon_reason = "the account lacks the right PROCESS";
  CHECK_THAT(
      status_text(state, std::nullopt, {now}, Colour::off),
      Catch::Contains("\n  late commits may be missed: the account lacks the right PROCESS\n"));
}
