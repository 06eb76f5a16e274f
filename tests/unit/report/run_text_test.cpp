#include "report/run_text.hpp"

#include <catch2/catch.hpp>

using namespace mysync;
using namespace mysync::report;
using namespace std::chrono_literals;
using sync::RunResult;
using sync::RunStatus;
using sync::TableResult;
using sync::TableStatus;

namespace {

TableResult table(char const* name, double seconds)
{
  TableResult result;
  result.table = result.collection = name;
  result.duration_seconds = seconds;
  return result;
}

RunResult run_of(std::vector<TableResult> tables)
{
  RunResult result;
  result.started = std::chrono::sys_days{2026y / 11 / 22} + 10h;
  result.duration_seconds = 1.5;
  result.tables = std::move(tables);
  return result;
}

RunResult usual_run()
{
  auto orders = table("orders", 1.42);
  orders.created = orders.read = 1'204'332;
  orders.watermark = "2026-11-22 10:14:31.204113";
  auto customers = table("customers", 0.05);
  customers.created = 14;
  customers.updated = 1896;
  customers.quarantined = 1;
  customers.read = 1911;
  customers.watermark = "2026-11-22 10:14:31.204113";
  auto inventory = table("inventory", 0.01);
  inventory.watermark = "2026-11-22 10:14:30.000000";
  inventory.news = {"watermark held back 42 s: a transaction open since 10:13:48"};
  return run_of({orders, customers, inventory});
}

} // namespace

TEST_CASE("a run is a line for each table and a last line that sums up")
{
  CHECK(run_text(usual_run(), Colour::off) ==
        "orders     1,204,332 new                         1.42 s  to 10:14:31.204113\n"
        "customers  14 new, 1,896 changed, 1 quarantined  0.05 s  to 10:14:31.204113\n"
        "inventory  nothing new                           0.01 s  to 10:14:30.000000\n"
        "  watermark held back 42 s: a transaction open since 10:13:48\n"
        "done in 1.5 s: 1,206,242 written, 1 quarantined\n"
        "  to see them: mysync quarantine list customers\n");
}

TEST_CASE("colour adds nothing but colour")
{
  auto text = run_text(usual_run(), Colour::on);
  for (std::string const sequence : {"\x1b[33m", "\x1b[0m"})
    for (auto at = text.find(sequence); at != text.npos; at = text.find(sequence))
      text.erase(at, sequence.size());
  CHECK(text == run_text(usual_run(), Colour::off));
}

TEST_CASE("a run that found nothing says so, and what it read again")
{
  auto orders = table("orders", 0.012);
  orders.read = orders.unchanged = orders.read_again = 1204;
  orders.watermark = "2026-11-21 23:59:59";
  auto run = run_of({orders});
  run.duration_seconds = 0.034;
  CHECK(run_text(run, Colour::off) == "orders  nothing new  0.01 s  to 2026-11-21 23:59:59\n"
                                      "done in 0.03 s: 1,204 read again\n");
  run.tables[0].read_again = 0;
  CHECK(run_text(run, Colour::off) == "orders  nothing new  0.01 s  to 2026-11-21 23:59:59\n"
                                      "done in 0.03 s: nothing new\n");
}

TEST_CASE("a failed table says that it failed and what it had done, not why")
{
  auto run = usual_run();
  run.status = RunStatus::partial;
  for (auto const at : {0U, 2U}) {
    run.tables[at].status = TableStatus::failed;
    run.tables[at].error = "the secret reason";
  }
  run.tables[1].deleted = 3;
  run.tables[1].quarantined = 0;
  CHECK(run_text(run, Colour::off) ==
        "orders     failed after 1,204,332 new        1.42 s\n"
        "customers  14 new, 1,896 changed, 3 removed  0.05 s  to 10:14:31.204113\n"
        "inventory  failed                            0.01 s\n"
        "  watermark held back 42 s: a transaction open since 10:13:48\n"
        "done in 1.5 s: 2 of 3 tables failed, 1,206,242 written, 3 removed\n");
  run.status = RunStatus::failed;
  CHECK(run_text(run, Colour::off).find("\nfailed after 1.5 s: 2 of 3 tables failed,") !=
        std::string::npos);
}

TEST_CASE("a stopped run says that more is to do")
{
  auto orders = table("orders", 3000);
  orders.status = TableStatus::stopped;
  orders.created = 5'000'000;
  auto inventory = table("inventory", 0);
  inventory.status = TableStatus::stopped;
  auto customers = table("customers", 2);
  customers.status = TableStatus::stopped;
  customers.read = customers.unchanged = 30'000;
  auto run = run_of({orders, inventory, customers});
  run.duration_seconds = 3000;
  run.more_to_do = true;
  CHECK(run_text(run, Colour::off) == "orders     stopped after 5,000,000 new  50 min 00 s\n"
                                      "inventory  stopped                           0.00 s\n"
                                      "customers  stopped after 30,000 rows         2.00 s\n"
                                      "stopped after 50 min 00 s: 5,000,000 written\n"
                                      "  more is to do: the next run goes on from there\n");
  run.tables.erase(run.tables.begin());
  CHECK(run_text(run, Colour::off).find("\nstopped after 50 min 00 s: nothing was written\n") !=
        std::string::npos);
}

TEST_CASE("a dry run says what would be done")
{
  auto orders = table("orders", 0.4);
  orders.read = 100;
  orders.watermark = "2026-11-22 09:14:31";
  orders.news = {"would catch up: rows since 2026-11-22 09:09:31", "range on updated_at, no sort"};
  auto inventory = table("inventory", 0.01);
  inventory.news = {"would catch up: rows since 2026-11-22 09:09:31"};
  auto broken = table("broken", 0);
  broken.status = TableStatus::failed;
  auto odd = table("odd", 0);
  odd.read = 1;
  auto run = run_of({orders, inventory, broken, odd});
  run.dry_run = true;
  CHECK(run_text(run, Colour::off) == "orders     would catch up: rows since 2026-11-22 09:09:31\n"
                                      "  range on updated_at, no sort\n"
                                      "inventory  would do nothing\n"
                                      "broken     failed\n"
                                      "odd        would read rows\n"
                                      "nothing was written\n");
}

TEST_CASE("tables and runs that were skipped say so")
{
  auto orders = table("orders", 0);
  orders.status = TableStatus::skipped;
  orders.watermark = "2026-11-22 09:14:31";
  CHECK(run_text(run_of({orders, table("b", 0.01)}), Colour::off) ==
        "orders  skipped\n"
        "b       nothing new  0.01 s\n"
        "done in 1.5 s: nothing new\n");
  auto run = run_of({});
  run.status = RunStatus::skipped;
  run.reason = "nothing due";
  CHECK(run_text(run, Colour::off) == "nothing to do: nothing due\n");
  run.reason.clear();
  CHECK(run_text(run, Colour::off) == "nothing to do: no table is configured\n");
}

TEST_CASE("names and news cannot move the cursor")
{
  auto run = run_of({table("a\x1b[2J\nb", 0)});
  run.tables[0].news = {"x\ry"};
  CHECK(run_text(run, Colour::off) == "a\\x1b[2J\\nb  nothing new  0.00 s\n"
                                      "  x\\ry\n"
                                      "done in 1.5 s: nothing new\n");
}

TEST_CASE("a failure is one line that names its table once")
{
  auto run = usual_run();
  CHECK(failures(run).empty());
  for (auto& failed : run.tables) failed.status = TableStatus::failed;
  run.tables[0].error = "table orders: not primary";
  run.tables[1].error = "mysql db1:3306: gone away";
  CHECK(failures(run) == std::vector<std::string>{"orders: not primary",
                                                  "customers: mysql db1:3306: gone away",
                                                  "inventory: failed"});
}

TEST_CASE("quarantined rows are said by table")
{
  auto run = usual_run();
  run.tables[0].quarantined = 1200;
  CHECK(quarantines(run) ==
        std::vector<std::string>{"orders: 1,200 rows quarantined; mysync quarantine list orders",
                                 "customers: 1 row quarantined; mysync quarantine list customers"});
}
