#include "report/quarantine_text.hpp"

#include "report/quarantine_json.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace mysync;
using namespace mysync::report;

namespace {

using namespace std::chrono;

Wall const wall{sys_days(November / 22 / 2026) + hours(10) + minutes(20)};

mongo::QuarantineRecord record()
{
  mongo::QuarantineRecord made;
  made.table = "customers";
  made.key = "4711";
  made.reason = "value";
  made.message = "column total: 18446744073709551615 is too large";
  made.run = "run-7";
  made.attempts = 3;
  made.first_seen = sys_days(November / 21 / 2026) + hours(9);
  made.last_seen = sys_days(November / 22 / 2026) + hours(10) + minutes(14);
  made.cells = {{"id", "4711"}, {"total", "18446744073709551615"}, {"note", "a\nb"}};
  return made;
}

sync::RetryResult result(std::string table, sync::RetryCounts counts)
{
  sync::RetryResult made;
  made.table = std::move(table);
  made.counts = counts;
  return made;
}

} // namespace

TEST_CASE("a record is a line: which row, why, how often, since when")
{
  std::vector<mongo::QuarantineRecord> records{record(), record()};
  records[1].key = "line\n1";
  records[1].attempts = 1200;
  CHECK(
      quarantine_lines(records, wall) ==
      "table      key      reason  attempts  last seen  message\n"
      "customers  4711     value          3  10:14      column total: 18446744073709551615 is too "
      "large\n"
      "customers  line\\n1  value      1,200  10:14      column total: 18446744073709551615 is too "
      "large\n");
}

TEST_CASE("a record that is shown has its cells")
{
  CHECK(quarantine_paragraph(record(), wall) ==
        "customers  4711\n"
        "  value: column total: 18446744073709551615 is too large\n"
        "  3 attempts, first seen 2026-11-21 09:00, last 10:14 by run run-7\n"
        "    id     4711\n"
        "    total  18446744073709551615\n"
        "    note   a\\nb\n"
        "\n");
}

TEST_CASE("the end says how many there were and what to do")
{
  CHECK(quarantine_end(0) == "nothing is set aside\n");
  CHECK(quarantine_end(1200).starts_with("1,200 records\n  to see the cells: "));
  CHECK(drop_text({}) == "nothing is set aside\n");
  CHECK(drop_text({{"orders", 1}, {"people", 2}})
            .starts_with("orders: 1 record to drop\npeople: 2 records to drop\n"));
}

TEST_CASE("a retry says what became of the rows, table by table")
{
  auto broken = result("c", {.arrived = 1, .gone = 0, .refused = 0, .not_found = 0});
  broken.fault = Fault::source;
  broken.error = "mysql db1:3306: gone away";
  CHECK(retry_text({result("a", {.arrived = 2, .gone = 1, .refused = 3, .not_found = 0}),
                    result("bb", {}), broken},
                   Colour::off) == "a   2 arrived, 1 gone from the source, 3 set aside again\n"
                                   "bb  nothing to try\n"
                                   "c   1 arrived, then failed: mysql db1:3306: gone away\n");
  CHECK(retry_text({}, Colour::off) == "nothing is set aside\n");
}

TEST_CASE("records in JSON come piece by piece and make one document")
{
  using nlohmann::json;
  CHECK(json::parse(quarantine_json_begin() + quarantine_json_end(0)) ==
        json{{"records", json::array()}});
  auto const with = mongo::RecordCells::included;
  auto const whole = json::parse(quarantine_json_begin() + quarantine_json(record(), with, 0) +
                                 quarantine_json(record(), mongo::RecordCells::left_out, 1) +
                                 quarantine_json_end(2));
  REQUIRE(whole["records"].size() == 2);
  CHECK(whole["records"][0]["key"] == "4711");
  CHECK(whole["records"][0]["attempts"] == 3);
  CHECK(whole["records"][0]["first_seen"] == "2026-11-21T09:00:00Z");
  CHECK(whole["records"][0]["cells"]["note"] == "a\nb");
  CHECK_FALSE(whole["records"][1].contains("cells"));
  auto failed = result("a", {.arrived = 1, .gone = 2, .refused = 3, .not_found = 4});
  CHECK(json::parse(retry_json({failed}))["tables"][0] == json{{"table", "a"},
                                                               {"arrived", 1},
                                                               {"gone", 2},
                                                               {"quarantined", 3},
                                                               {"not_found", 4},
                                                               {"error", nullptr}});
  CHECK(json::parse(drop_json(7)) == json{{"dropped", 7}});
}
