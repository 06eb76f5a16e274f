#include "mysql/sql.hpp"

#include <catch2/catch.hpp>

using namespace mysync;
using namespace mysync::mysql;

namespace {

Column column(std::string name, ColumnType type = ColumnType::integer)
{
  Column made;
  made.name = std::move(name);
  made.type = type;
  return made;
}

PositionValue text(std::string value) { return {PositionValue::Kind::text, std::move(value)}; }

/// A table of orders read by (updated_at, id).
struct Orders {
  Column id = column("id", ColumnType::big_int);
  Column updated = column("updated_at", ColumnType::timestamp);
  Column note = column("note", ColumnType::text);
  Column status = column("status", ColumnType::enumeration);

  ReadSpec by_key() const
  {
    ReadSpec spec;
    spec.schema = "shop";
    spec.table = "orders";
    spec.columns = {&id, &updated, &note};
    spec.order = {0};
    return spec;
  }
  ReadSpec by_cursor() const
  {
    auto spec = by_key();
    spec.order = {1, 0};
    return spec;
  }
};

std::vector<std::string> texts(std::vector<Statement> const& statements)
{
  std::vector<std::string> result;
  for (auto const& statement : statements) result.push_back(statement.sql);
  return result;
}

std::vector<std::string> values(Statement const& statement)
{
  std::vector<std::string> result;
  for (auto const& parameter : statement.parameters)
    result.push_back(parameter.column->name + "=" + parameter.value.value);
  return result;
}

using Texts = std::vector<std::string>;

} // namespace

TEST_CASE("names are quoted with their backticks doubled")
{
  struct {
    std::string name, quoted;
  } const table[] = {
      {"id", "`id`"}, {"a`b", "`a``b`"}, {"`", "````"}, {"", "``"}, {"sp ace'\"", "`sp ace'\"`"}};
  for (auto const& [name, expected] : table) CHECK(quoted(name) == expected);
}

TEST_CASE("the first page begins at the start of the order")
{
  Orders const orders;
  CHECK(texts(page(orders.by_key(), std::nullopt, 1000)) ==
        Texts{"SELECT `id`, `updated_at`, `note` FROM `shop`.`orders` ORDER BY `id` LIMIT 1000"});
  CHECK(texts(page(orders.by_cursor(), std::nullopt, 2)) ==
        Texts{"SELECT `id`, `updated_at`, `note` FROM `shop`.`orders` "
              "ORDER BY `updated_at`, `id` LIMIT 2"});
}

TEST_CASE("a vector is read as the octets it is")
{
  Orders const orders;
  auto const embedding = column("embed`ding", ColumnType::vector);
  auto spec = orders.by_key();
  spec.columns.push_back(&embedding);
  CHECK(texts(page(spec, std::nullopt, 1)) ==
        Texts{"SELECT `id`, `updated_at`, `note`, CAST(`embed``ding` AS BINARY) "
              "FROM `shop`.`orders` ORDER BY `id` LIMIT 1"});
}

TEST_CASE("a page by one column continues behind its value")
{
  Orders const orders;
  auto const statements = page(orders.by_key(), Position{text("7")}, 1000);
  CHECK(texts(statements) ==
        Texts{"SELECT `id`, `updated_at`, `note` FROM `shop`.`orders` WHERE `id` > ? "
              "ORDER BY `id` LIMIT 1000"});
  CHECK(values(statements[0]) == Texts{"id=7"});
}

TEST_CASE("a page by several columns asks for the ties first")
{
  Orders const orders;
  auto spec = orders.by_cursor();
  spec.order = {1, 2, 0};
  auto const statements =
      page(spec, Position{text("2026-01-02 03:04:05"), text("n"), text("7")}, 9);
  std::string const from = "SELECT `id`, `updated_at`, `note` FROM `shop`.`orders` WHERE ";
  CHECK(texts(statements) ==
        Texts{from + "`updated_at` = ? AND `note` = ? AND `id` > ? ORDER BY `id` LIMIT 9",
              from + "`updated_at` = ? AND `note` > ? ORDER BY `note`, `id` LIMIT 9",
              from + "`updated_at` > ? ORDER BY `updated_at`, `note`, `id` LIMIT 9"});
  CHECK(values(statements[0]) == Texts{"updated_at=2026-01-02 03:04:05", "note=n", "id=7"});
  CHECK(values(statements[1]) == Texts{"updated_at=2026-01-02 03:04:05", "note=n"});
  CHECK(values(statements[2]) == Texts{"updated_at=2026-01-02 03:04:05"});
}

TEST_CASE("a page behind a NULL continues with the values that are not")
{
  Orders const orders;
  auto const statements = page(orders.by_cursor(), Position{PositionValue{}, text("7")}, 9);
  std::string const from = "SELECT `id`, `updated_at`, `note` FROM `shop`.`orders` WHERE ";
  CHECK(texts(statements) ==
        Texts{from + "`updated_at` IS NULL AND `id` > ? ORDER BY `id` LIMIT 9",
              from + "`updated_at` IS NOT NULL ORDER BY `updated_at`, `id` LIMIT 9"});
  CHECK(values(statements[0]) == Texts{"id=7"});
  CHECK(values(statements[1]).empty());
}

TEST_CASE("conditions stand in the order of their parameters")
{
  Orders const orders;
  auto spec = orders.by_cursor();
  spec.index = "by_up`date";
  spec.where = "tenant_id = 7 -- ours";
  spec.bounds = {{&orders.updated, text("2026-01-01"), text("2026-02-01")},
                 {&orders.id, {}, text("99")}};
  spec.null_columns = {&orders.note};
  auto const statements = page(spec, Position{text("2026-01-15"), text("7")}, 9);
  std::string const start =
      "SELECT `id`, `updated_at`, `note` FROM `shop`.`orders` FORCE INDEX (`by_up``date`) "
      "WHERE (\ntenant_id = 7 -- ours\n) AND `updated_at` >= ? AND `updated_at` <= ? AND `id` <= ? "
      "AND `note` IS NULL AND ";
  CHECK(texts(statements) == Texts{start + "`updated_at` = ? AND `id` > ? ORDER BY `id` LIMIT 9",
                                   start + "`updated_at` > ? ORDER BY `updated_at`, `id` LIMIT 9"});
  CHECK(values(statements[0]) == Texts{"updated_at=2026-01-01", "updated_at=2026-02-01", "id=99",
                                       "updated_at=2026-01-15", "id=7"});
}

TEST_CASE("a bound that is open on both sides is no condition")
{
  Orders const orders;
  auto spec = orders.by_key();
  spec.bounds = {{&orders.updated, {}, {}}};
  CHECK(texts(page(spec, std::nullopt, 1)) ==
        Texts{"SELECT `id`, `updated_at`, `note` FROM `shop`.`orders` ORDER BY `id` LIMIT 1"});
}

TEST_CASE("one stream is one statement without a limit, ordered by its first column")
{
  Orders const orders;
  auto spec = orders.by_cursor();
  spec.paging = Paging::one_stream;
  std::string const from = "SELECT `id`, `updated_at`, `note` FROM `shop`.`orders`";
  CHECK(texts(page(spec, std::nullopt, 9)) == Texts{from + " ORDER BY `updated_at`"});
  auto const continued = page(spec, Position{text("2026-01-15"), text("7")}, 9);
  CHECK(texts(continued) == Texts{from + " WHERE `updated_at` >= ? ORDER BY `updated_at`"});
  CHECK(values(continued[0]) == Texts{"updated_at=2026-01-15"});
}

TEST_CASE("one stream by a column that does not order by its value starts again")
{
  Orders const orders;
  auto spec = orders.by_key();
  spec.paging = Paging::one_stream;
  spec.columns = {&orders.status, &orders.id};
  spec.order = {0, 1};
  CHECK(texts(page(spec, Position{text("open"), text("7")}, 9)) ==
        Texts{"SELECT `status`, `id` FROM `shop`.`orders` ORDER BY `status`"});
}

TEST_CASE("a range ends at its last position, inclusive")
{
  Orders const orders;
  auto by_key = orders.by_key();
  by_key.until = Position{text("9")};
  CHECK(texts(page(by_key, Position{text("4")}, 2)) ==
        Texts{"SELECT `id`, `updated_at`, `note` FROM `shop`.`orders` WHERE `id` <= ? AND `id` > ? "
              "ORDER BY `id` LIMIT 2"});
  auto by_two = orders.by_cursor();
  by_two.until = Position{text("2026"), text("9")};
  auto const first = page(by_two, std::nullopt, 2);
  CHECK(texts(first) ==
        Texts{"SELECT `id`, `updated_at`, `note` FROM `shop`.`orders` WHERE `updated_at` <= ? AND "
              "(`updated_at` < ? OR `id` <= ?) ORDER BY `updated_at`, `id` LIMIT 2"});
  CHECK(values(first[0]) == Texts{"updated_at=2026", "updated_at=2026", "id=9"});
}

TEST_CASE("a range is cut by a look at the order columns alone, whatever the filter")
{
  Orders const orders;
  auto spec = orders.by_cursor();
  spec.where = "tenant = 7";
  spec.index = "PRIMARY";
  CHECK(texts(cut(spec, std::nullopt, 1000)) ==
        Texts{"SELECT `updated_at`, `id` FROM `shop`.`orders` FORCE INDEX (`PRIMARY`) "
              "ORDER BY `updated_at`, `id` LIMIT 1 OFFSET 999"});
  auto const behind = cut(spec, Position{text("2026"), text("5")}, 10);
  CHECK(texts(behind) ==
        Texts{"SELECT `updated_at`, `id` FROM `shop`.`orders` FORCE INDEX (`PRIMARY`) WHERE "
              "`updated_at` = ? AND `id` > ? ORDER BY `id` LIMIT 1 OFFSET 9",
              "SELECT `updated_at`, `id` FROM `shop`.`orders` FORCE INDEX (`PRIMARY`) WHERE "
              "`updated_at` > ? ORDER BY `updated_at`, `id` LIMIT 1 OFFSET 9"});
}

TEST_CASE("a lookup names every key, and leaves out what bounds a read")
{
  Orders const orders;
  auto spec = orders.by_cursor();
  spec.index = "PRIMARY";
  spec.where = "tenant_id = 7";
  spec.bounds = {{&orders.updated, text("2026-01-01"), {}}};
  std::string const from = "SELECT `id`, `updated_at`, `note` FROM `shop`.`orders` FORCE INDEX "
                           "(`PRIMARY`) WHERE (\ntenant_id = 7\n) AND ";

  auto const simple = lookup(spec, {0}, {{text("1")}, {text("2")}, {text("3")}});
  CHECK(simple.sql == from + "`id` IN (?, ?, ?)");
  CHECK(values(simple) == Texts{"id=1", "id=2", "id=3"});

  auto const composite = lookup(spec, {2, 0}, {{text("a"), text("1")}, {text("b"), text("2")}});
  CHECK(composite.sql == from + "((`note` = ? AND `id` = ?) OR (`note` = ? AND `id` = ?))");
  CHECK(values(composite) == Texts{"note=a", "id=1", "note=b", "id=2"});

  CHECK(lookup(spec, {0}, {}).sql == from + "FALSE");
}

TEST_CASE("the newest value and whether there are zero dates are two looks in one statement")
{
  Orders const orders;
  auto spec = orders.by_cursor();
  spec.index = "by_update";
  CHECK(newest_and_zero(spec, orders.updated).sql ==
        "SELECT `updated_at`, (SELECT `updated_at` FROM `shop`.`orders` FORCE INDEX (`by_update`) "
        "WHERE `updated_at` = '0000-00-00 00:00:00' LIMIT 1) FROM `shop`.`orders` FORCE "
        "INDEX (`by_update`) ORDER BY `updated_at` DESC LIMIT 1");
}

TEST_CASE("without an index the newest value and the zero dates are one scan")
{
  Orders const orders;
  CHECK(newest_and_zero(orders.by_cursor(), orders.updated).sql ==
        "SELECT MAX(`updated_at`), MAX(CASE WHEN `updated_at` = '0000-00-00 00:00:00' THEN "
        "`updated_at` END) FROM `shop`.`orders`");
}

TEST_CASE("a zero date has its column's form")
{
  Column column;
  column.type = ColumnType::date;
  CHECK(zero_date(column) == "0000-00-00");
  column.type = ColumnType::timestamp;
  CHECK(zero_date(column) == "0000-00-00 00:00:00");
  column.scale = 3;
  CHECK(zero_date(column) == "0000-00-00 00:00:00.000");
  column.type = ColumnType::big_int;
  CHECK(zero_date(column).empty());
}

TEST_CASE("the newest value is one look at the end of its index")
{
  Orders const orders;
  auto spec = orders.by_cursor();
  spec.index = "by_update";
  CHECK(newest(spec, orders.updated).sql ==
        "SELECT `updated_at` FROM `shop`.`orders` FORCE INDEX (`by_update`) "
        "ORDER BY `updated_at` DESC LIMIT 1");
  spec.index.clear();
  spec.where = "tenant_id = 7";
  CHECK(newest(spec, orders.updated).sql ==
        "SELECT `updated_at` FROM `shop`.`orders` WHERE (\ntenant_id = 7\n) "
        "ORDER BY `updated_at` DESC LIMIT 1");
}
