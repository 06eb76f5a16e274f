// Encodes 100,000 rows of the benchmark's table (table.sql), made by hand, into batches: the work
// whose instructions tests/bench/instructions.sh counts. Prints the octets made, so that none of it
// can be left out.

#include "convert/plan.hpp"
#include "support/cells.hpp"

#include <fmt/format.h>

#include <array>

namespace {

using namespace mysync;

constexpr int rows = 100'000;

Column column(std::string name, ColumnType type, std::string declared)
{
  Column made;
  made.name = std::move(name);
  made.type = type;
  made.declared = std::move(declared);
  if (type == ColumnType::text) {
    made.charset = "utf8mb4";
    made.collation = "utf8mb4_general_ci";
  }
  return made;
}

Table bench_table()
{
  Table table;
  table.schema = "bench";
  table.name = "t";
  table.columns = {column("id", ColumnType::big_int, "bigint unsigned"),
                   column("customer_id", ColumnType::integer, "int"),
                   column("status", ColumnType::tiny_int, "tinyint"),
                   column("qty", ColumnType::integer, "int"),
                   column("price", ColumnType::decimal, "decimal(12,2)"),
                   column("weight", ColumnType::real_double, "double"),
                   column("name", ColumnType::text, "varchar(64)"),
                   column("email", ColumnType::text, "varchar(96)"),
                   column("note", ColumnType::text, "varchar(255)"),
                   column("created_at", ColumnType::date_time, "datetime"),
                   column("updated_at", ColumnType::date_time, "datetime(6)"),
                   column("active", ColumnType::tiny_int, "tinyint(1)")};
  table.columns[0].is_unsigned = true;
  table.columns[4].precision = 12;
  table.columns[4].scale = 2;
  table.columns[10].scale = 6;
  return table;
}

/// One row's cells, as a reader lends them; what they point into is kept here.
class RowMaker {
public:
  Row row(int n)
  {
    auto const i = static_cast<std::uint64_t>(n);
    price_ = fmt::format("{}.{:02}", i % 200'000 / 8, i % 100);
    name_ = fmt::format("Customer number {}", i);
    email_ = fmt::format("customer{}@example.org", i);
    created_ = {.year = 2024, .month = 1, .day = 1 + static_cast<unsigned>(i % 28), .second = 7};
    updated_ = {.year = 2024, .month = 1, .day = 1, .microsecond = static_cast<unsigned>(i)};
    cells_ = {test::natural_cell(i),
              test::integer_cell(n * std::int64_t{104'729} % 999'983),
              test::integer_cell(n % 6),
              test::integer_cell(n % 89),
              test::bytes_cell(price_),
              test::real_cell(n * 0.41),
              test::bytes_cell(name_),
              n % 10 == 0 ? Cell{} : test::bytes_cell(email_),
              n % 3 == 0 ? Cell{} : test::bytes_cell(note_),
              test::time_cell(created_),
              test::time_cell(updated_),
              test::integer_cell(n % 2)};
    return cells_;
  }

private:
  std::string price_, name_, email_;
  std::string const note_ = std::string(66, 'n');
  Time created_, updated_;
  std::array<Cell, 12> cells_;
};

} // namespace

int main()
{
  convert::Plan plan(bench_table(), {.key = {"id"}});
  RowMaker maker;
  Batch batch;
  std::size_t octets = 0;
  for (int n = 1; n <= rows; ++n) {
    plan.encode(maker.row(n), batch);
    if (!batch.full({})) continue;
    octets += batch.bytes.size();
    batch.clear();
  }
  fmt::print("{}\n", octets + batch.bytes.size());
}
