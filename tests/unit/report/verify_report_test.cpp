#include "report/value_text.hpp"
#include "report/verify_json.hpp"
#include "report/verify_text.hpp"

#include <catch2/catch.hpp>

using namespace mysync;
using namespace mysync::report;
using sync::Difference;

namespace {

sync::Verification found()
{
  sync::TableVerification orders;
  orders.table = "orders";
  orders.collection = "shop_orders";
  orders.rows = 1'204'332;
  orders.documents = 1'204'331;
  orders.equal = 1'204'328;
  orders.differing = 2;
  orders.missing = 1;
  orders.not_due = 1;
  orders.duration_seconds = 2.3;
  orders.samples = {
      {Difference::Kind::differing,
       R"({"$numberLong":"18"})",
       {{"total", R"({"$numberDecimal":"10.50"})", R"({"$numberDecimal":"10.5"})"}}},
      {Difference::Kind::differing,
       R"({"$numberLong":"77"})",
       {{"n", R"({"$numberInt":"1"})", R"({"$numberLong":"1"})"}, {"note", "null", std::nullopt}}},
      {Difference::Kind::missing, R"({"$numberLong":"401223"})", {}}};
  sync::TableVerification audit;
  audit.table = "audit";
  audit.rows = audit.documents = audit.equal = 7;
  audit.duration_seconds = 0.01;
  sync::Verification result;
  result.tables = {orders, audit};
  return result;
}

} // namespace

TEST_CASE("a verification on the screen names what differs and how to mend it")
{
  CHECK(verify_text(found(), Colour::off) ==
        "orders  1,204,332 rows  1,204,331 documents  different  2.30 s\n"
        "  equal      1,204,328\n"
        "  differing          2  18: total 10.50 → 10.5   77: n {\"$numberInt\":\"1\"} → "
        "{\"$numberLong\":\"1\"} and 1 more\n"
        "  missing            1  401223\n"
        "  not due            1  changed since the last run, which the next one reads\n"
        "  to mend: mysync verify orders --repair\n"
        "audit           7 rows          7 documents  equal      0.01 s\n"
        "2 tables, 3 differences\n");
}

TEST_CASE("a table that could not be compared is counted apart")
{
  auto result = found();
  result.tables[1].status = sync::TableStatus::failed;
  CHECK(verify_text(result, Colour::off).ends_with("2 tables, 3 differences, 1 not compared\n"));
}

TEST_CASE("a sample says of how much it is, on the screen and in JSON")
{
  auto result = found();
  CHECK(verify_json(result).find("\"sample\": null") != std::string::npos);
  result.tables[1].sample = {
      .windows = 1, .windows_in_table = 12'044, .documents = 0, .documents_in_collection = 1};
  CHECK(verify_text(result, Colour::off)
            .find("  a sample: 1 of 12,044 windows of 100 rows; 0 of 1 document looked for their "
                  "row\n") != std::string::npos);
  CHECK(verify_json(result).find(R"(      "sample": {
        "windows": 1,
        "windows_in_table": 12044,
        "window_rows": 100,
        "documents": 0,
        "documents_in_collection": 1
      })") != std::string::npos);
}

TEST_CASE("a repair says what it mended")
{
  auto result = found();
  result.repair = true;
  result.tables[0].written = 3;
  auto const text = verify_text(result, Colour::off);
  CHECK(text.find("  mended: 3 written\n") != std::string::npos);
  CHECK(text.ends_with("2 tables, 3 differences, all mended\n"));
  CHECK(result.equal());
  result.tables[0].written = 2;
  CHECK_FALSE(result.equal());
  result.tables[0].written = 3;
  result.dry_run = true;
  CHECK_FALSE(result.equal());
  CHECK(verify_text(result, Colour::off).find("would be mended: 3 written") != std::string::npos);
}

TEST_CASE("the JSON of a verification has a sample for each field, without a value for no field")
{
  auto const json = verify_json(found());
  CHECK(json.starts_with("{\n  \"equal\": false,\n  \"tables\": [\n    {\n      \"table\": "
                         "\"orders\",\n      \"rows\": 1204332,\n"));
  CHECK(json.find(R"(          "kind": "differing",
          "key": {
            "$numberLong": "77"
          },
          "field": "note",
          "source": null
        })") != std::string::npos);
  CHECK(json.find(R"(          "kind": "missing",
          "key": {
            "$numberLong": "401223"
          },
          "field": null
        })") != std::string::npos);
}

TEST_CASE("values are written as people write them")
{
  struct Case {
    char const *json, *text;
  };
  for (auto const& [json, text] :
       {Case{R"({"$numberInt":"1"})", "1"}, Case{R"({"$numberDecimal":"1.50"})", "1.50"},
        Case{R"("a\nb")", R"("a\nb")"}, Case{"null", "null"}, Case{"true", "true"},
        Case{R"({"$date":{"$numberLong":"1767323045006"}})", "2026-01-02T03:04:05.006Z"},
        Case{R"({"a":{"$numberInt":"1"},"b":"x"})", R"({"a":{"$numberInt":"1"},"b":"x"})"}})
    CHECK(value_text(json) == text);
  CHECK(value_text('"' + std::string(500, 'x') + '"').size() < 70);
}
