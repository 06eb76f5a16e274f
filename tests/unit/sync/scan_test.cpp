#include "sync/scan.hpp"

#include "support/cells.hpp"
#include "tables.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace mysync;
using namespace mysync::sync;
using namespace mysync::test;

namespace {

Column typed(std::string name, ColumnType type, std::string declared = "?", unsigned scale = 0)
{
  auto made = column(std::move(name), type, std::move(declared));
  made.scale = scale;
  return made;
}

/// traps (id, at DATETIME(6), n BIGINT UNSIGNED, flag TINYINT(1), updated_at TIMESTAMP NULL)
TableChoice traps()
{
  auto natural = typed("n", ColumnType::big_int, "bigint unsigned");
  natural.is_unsigned = true;
  auto made = table("traps",
                    {column("id"), nullable(typed("at", ColumnType::date_time, "datetime(6)", 6)),
                     nullable(natural), typed("flag", ColumnType::tiny_int, "tinyint(1)"),
                     nullable(touched("updated_at"))},
                    {primary({"id"}), index("by_update", {"updated_at"})});
  config::Config config;
  return choose_tables(config, {made}, {}).tables.front();
}

mysql::SourceClock clock_at_2026()
{
  mysql::SourceClock clock;
  clock.utc = mysql::Micros(std::chrono::sys_days(std::chrono::year(2026) / 1 / 1));
  return clock;
}

constexpr Time plain{.year = 2024, .month = 1, .day = 1};
constexpr Time with_micros{.year = 2024, .month = 1, .day = 1, .microsecond = 123'456};
constexpr Time with_millis{.year = 2024, .month = 1, .day = 1, .microsecond = 123'000};
constexpr Time partial{.year = 2024, .month = 0, .day = 1};
constexpr Time future{.year = 2030, .month = 1, .day = 1};

std::vector<Cell> row(std::int64_t id, Time const& at, std::uint64_t n, std::int64_t flag,
                      Time const& updated)
{
  return {integer_cell(id), time_cell(at), natural_cell(n), integer_cell(flag), time_cell(updated)};
}

TableScan scanned(std::vector<std::vector<Cell>> const& rows)
{
  static auto const choice = traps();
  Scanner scanner(choice, clock_at_2026());
  for (auto const& one : rows) scanner.look(one);
  auto result = scanner.result();
  result.summary.complete = true;
  return result;
}

Finding const* find(std::vector<Finding> const& findings, std::string_view code)
{
  auto const found = std::ranges::find(findings, code, &Finding::code);
  return found == findings.end() ? nullptr : &*found;
}

} // namespace

TEST_CASE("a scan counts each trap's rows and keeps the first one's key")
{
  constexpr std::uint64_t large = 1ULL << 63U;
  auto empty = row(9, plain, 1, 0, plain);
  empty[1] = empty[2] = empty[4] = Cell{};
  auto const seen = scanned({row(1, plain, 1, 0, plain), row(2, with_micros, large, -1, plain),
                             row(3, with_millis, large - 1, 2, future),
                             row(4, partial, large + 1, 1, plain), empty});
  CHECK(seen.summary.rows == 5);
  auto const& at = seen.columns.at("at");
  CHECK(at.microseconds.rows == 1);
  CHECK(at.microseconds.example == "2");
  CHECK(at.zero_dates.rows == 1);
  CHECK(at.zero_dates.example == "4");
  CHECK(seen.columns.at("n").refused.rows == 2);
  CHECK(seen.columns.at("n").refused.example == "2");
  CHECK(seen.columns.at("flag").not_bool.rows == 2);
  CHECK(seen.columns.at("flag").not_bool.example == "2");
  CHECK(seen.null_cursors.rows == 1);
  CHECK(seen.null_cursors.example == "9");
  CHECK(seen.future_cursors.rows == 1);
  CHECK(seen.future_cursors.example == "3");
  CHECK(seen.too_large.rows == 0);
}

TEST_CASE("what rows confirm is counted, and what a complete scan did not find is taken out")
{
  auto const choice = traps();
  auto found = findings(choice);
  settle(found, scanned({row(2, with_micros, ~0ULL, 0, plain)}));
  REQUIRE(found.scan);
  CHECK(found.scan->rows == 1);
  auto const* const micros = find(found.columns[1].findings, "microseconds");
  REQUIRE(micros != nullptr);
  CHECK(micros->count == 1U);
  CHECK(micros->example == "2");
  auto const* const natural = find(found.columns[2].findings, "unsigned_64_bit");
  REQUIRE(natural != nullptr);
  CHECK(natural->severity == Severity::loss);
  auto const* const flag = find(found.columns[3].findings, "tinyint_1");
  REQUIRE(flag != nullptr);
  CHECK(flag->message == "holds 0 and 1 only");
  CHECK(find(found.findings, "null_cursor") == nullptr);

  found = findings(choice);
  settle(found, scanned({row(1, plain, 1, 0, plain)}));
  CHECK(found.columns[1].findings.empty());
  CHECK(found.columns[2].findings.empty());
}

TEST_CASE("what an incomplete scan did not find may still be")
{
  auto const choice = traps();
  auto found = findings(choice);
  auto seen = scanned({row(1, plain, 1, 0, plain)});
  seen.summary.complete = false;
  settle(found, seen);
  CHECK(find(found.columns[1].findings, "microseconds") != nullptr);
  CHECK(find(found.columns[2].findings, "unsigned_64_bit") != nullptr);
  CHECK(find(found.columns[3].findings, "tinyint_1")->message != "holds 0 and 1 only");
  CHECK(find(found.findings, "null_cursor") != nullptr);
}

TEST_CASE("traps that the schema did not show are added with their counts")
{
  auto const choice = traps();
  auto found = findings(choice);
  auto seen = scanned({row(1, plain, 1, 0, plain)});
  seen.columns["id"].refused = {3, "7"};
  seen.columns["id"].refusal = "column id: 8 is odd";
  seen.columns["at"].zero_dates = {2, "5"};
  seen.columns["at"].skipped = 4;
  seen.too_large = {1, "6"};
  seen.future_cursors = {2, "8"};
  settle(found, seen);
  auto const* const refused = find(found.columns[0].findings, "quarantined");
  REQUIRE(refused != nullptr);
  CHECK(refused->message == "quarantined: column id: 8 is odd");
  CHECK(refused->severity == Severity::loss);
  CHECK(find(found.columns[1].findings, "zero_dates")->count == 2U);
  CHECK(find(found.columns[1].findings, "skipped_times")->count == 4U);
  CHECK(find(found.findings, "large_rows")->severity == Severity::loss);
  CHECK(find(found.findings, "future_cursor")->example == "8");
}
