#include "report/discover_text.hpp"

#include "report/words.hpp"

#include <catch2/catch.hpp>

using namespace mysync;
using namespace mysync::report;
using sync::Severity;

namespace {

sync::Finding finding(Severity severity, char const* message)
{
  sync::Finding finding;
  finding.severity = severity;
  finding.message = message;
  return finding;
}

sync::Discovered orders()
{
  sync::TableChoice choice;
  choice.table.name = choice.collection = "orders";
  choice.table.rows_estimate = 1'204'332;
  choice.key = {"id"};
  choice.cursor = {"updated_at"};
  choice.mode = config::Mode::timestamp;
  choice.cursor_index = "updated_at";
  choice.reason = "key id (primary key), cursor updated_at (ON UPDATE CURRENT_TIMESTAMP)";
  sync::TableFindings found;
  found.columns = {
      {"id", "bigint unsigned", "long", false, {finding(Severity::risk, "may be too large")}},
      {"placed_at",
       "datetime(6)",
       "date",
       true,
       {finding(Severity::loss, "loses microseconds"), finding(Severity::note, "in UTC")}},
      {"shape", "geometry", "", true, {}}};
  found.findings = {finding(Severity::risk, "deleted by cascade from customers")};
  return {{choice}, {found}, {}};
}

} // namespace

TEST_CASE("discovery shows each column with what it becomes and what there is to say")
{
  CHECK(discover_text(orders(), Colour::off) ==
        "orders → orders        about 1,204,000 rows, key id (primary key), cursor updated_at "
        "(ON UPDATE CURRENT_TIMESTAMP), indexed\n"
        "  column     MySQL            MongoDB  note\n"
        "  id         bigint unsigned  long     may be too large\n"
        "  placed_at  datetime(6)      date     loses microseconds\n"
        "                                       in UTC\n"
        "  shape      geometry         unknown\n"
        "  deleted by cascade from customers\n"
        "\n"
        "1 table, 1 loss, 2 risks\n");
}

TEST_CASE("a heading says how the table is read")
{
  auto found = orders();
  found.findings = {{}};
  auto& choice = found.tables[0];
  choice.cursor_index.clear();
  choice.reason = "key id (configured), no cursor: none was found";
  choice.table.rows_estimate = 1;
  CHECK(discover_text(found, Colour::off) ==
        "orders → orders        about 1 row, key id (configured), no cursor: none was found\n"
        "\n"
        "1 table\n");
  choice.mode = config::Mode::append;
  choice.cursor_index = "PRIMARY";
  choice.reason.clear();
  choice.key = {"a", "b"};
  CHECK(discover_text(found, Colour::off)
            .starts_with("orders → orders        about 1 row, key a, b, append, indexed\n"));
}

TEST_CASE("an estimate is as exact as it can be")
{
  auto found = orders();
  found.findings = {{}};
  for (auto const& [estimate, text] :
       std::vector<std::pair<std::uint64_t, std::string>>{{0, "about 0 rows"},
                                                          {9'999, "about 9,999 rows"},
                                                          {10'004, "about 10,000 rows"},
                                                          {12'345'678, "about 12,350,000 rows"},
                                                          {99'999, "about 100,000 rows"}}) {
    found.tables[0].table.rows_estimate = estimate;
    CHECK(discover_text(found, Colour::off).find("  " + text + ", ") != std::string::npos);
  }
}

TEST_CASE("tables that cannot be synced are named with the reason")
{
  auto found = orders();
  found.tables[0].problem = "no primary key";
  found.findings = {{{}, {finding(Severity::loss, "no primary key")}}};
  found.left_out = {"audit: no unique key of NOT NULL columns"};
  CHECK(discover_text(found, Colour::off) == "orders  cannot be synced: no primary key\n"
                                             "\n"
                                             "left out: audit: no unique key of NOT NULL columns\n"
                                             "1 table, 1 that cannot be synced\n");
}

TEST_CASE("counts and examples of a finding are said with it")
{
  auto found = orders();
  auto& finding = found.findings[0].findings[0];
  finding.count = 1204;
  finding.example = "0000-00-00";
  CHECK(discover_text(found, Colour::off)
            .find("  deleted by cascade from customers: 1,204 rows, first key 0000-00-00\n") !=
        std::string::npos);
}

TEST_CASE("only a loss, or a table that cannot be synced, loses something")
{
  auto const loses = [](sync::Discovered const& found) {
    return loses_something(found.tables, found.findings);
  };
  auto found = orders();
  CHECK(loses(found));
  found.findings[0].columns[1].findings.clear();
  CHECK_FALSE(loses(found));
  found.findings[0].findings[0].severity = Severity::loss;
  CHECK(loses(found));
  found.findings[0].findings.clear();
  found.tables[0].problem = "no key";
  CHECK(loses(found));
}

TEST_CASE("every choice has its name")
{
  CHECK(std::string(severity_name(Severity::loss)) == "loss");
  CHECK(std::string(severity_name(Severity::risk)) == "risk");
  CHECK(std::string(severity_name(Severity::note)) == "note");
  CHECK(std::string(mode_name(config::Mode::timestamp)) == "timestamp");
  CHECK(std::string(mode_name(config::Mode::append)) == "append");
  CHECK(std::string(mode_name(config::Mode::full)) == "full");
}

TEST_CASE("what a scan counted is said, and how much it read")
{
  auto found = orders();
  auto& table = found.findings[0];
  table.columns[1].findings[0].count = 1204;
  table.columns[1].findings[0].example = "18\n";
  table.scan = sync::ScanSummary{.rows = 1, .seconds = 0.5, .complete = true, .trouble = {}};
  auto text = discover_text(found, Colour::off);
  CHECK(text.find("loses microseconds: 1,204 rows, first key 18\\n\n") != std::string::npos);
  CHECK(text.find("\n  scanned: every one of 1 row in 0.50 s\n") != std::string::npos);
  table.scan->complete = false;
  table.scan->rows = 512'000;
  text = discover_text(found, Colour::off);
  CHECK(text.find("\n  scanned: the first 512,000 rows by key of about 1,204,000 rows, in 0.50 s: "
                  "raise --scan-time to read more\n") != std::string::npos);
  table.scan->trouble = "mysql db1:3306: gone away";
  text = discover_text(found, Colour::off);
  CHECK(text.find("\n  scanned: the first 512,000 rows by key, then mysql db1:3306: gone away\n") !=
        std::string::npos);
}
