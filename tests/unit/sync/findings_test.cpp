#include "sync/choice.hpp"

#include "tables.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace mysync;
using namespace mysync::sync;
using namespace mysync::test;
using Names = std::vector<std::string>;

namespace {

Names codes(std::vector<Finding> const& findings)
{
  Names result;
  for (auto const& finding : findings) result.push_back(finding.code);
  std::ranges::sort(result);
  return result;
}

TableChoice choice_of(Table const& found, config::Table options = {})
{
  options.name = found.name;
  config::Config config;
  config.tables = {options};
  return choose_tables(config, {found}, {}).tables.front();
}

Names column_codes(Column const& made)
{
  auto const found = findings(choice_of(table("t", {column("id"), made}, {primary({"id"})})));
  REQUIRE(found.columns.size() == 2);
  return codes(found.columns[1].findings);
}

Column typed(ColumnType type, std::string declared = "?")
{
  return column("c", type, std::move(declared));
}

} // namespace

TEST_CASE("each column's traps are found by its type")
{
  struct Example {
    Column column;
    Names codes;
  };
  auto fraction = [](ColumnType type, unsigned scale) {
    auto made = typed(type);
    made.scale = scale;
    return made;
  };
  auto zero = typed(ColumnType::date_time);
  zero.default_value = "0000-00-00 00:00:00";
  auto now = typed(ColumnType::date_time);
  now.default_value = "CURRENT_TIMESTAMP";
  auto natural = typed(ColumnType::big_int);
  natural.is_unsigned = true;
  auto wide = typed(ColumnType::decimal);
  wide.precision = 35;
  auto decimal = typed(ColumnType::decimal);
  decimal.precision = 34;
  auto hidden = typed(ColumnType::integer);
  hidden.generated = hidden.invisible = true;
  for (auto const& [made, expected] : std::vector<Example>{
           {typed(ColumnType::integer), {}},
           {typed(ColumnType::big_int), {}},
           {natural, {"unsigned_64_bit"}},
           {decimal, {}},
           {wide, {"wide_decimal"}},
           {typed(ColumnType::tiny_int, "tinyint(1)"), {"tinyint_1"}},
           {typed(ColumnType::tiny_int, "tinyint(1) unsigned"), {"tinyint_1"}},
           {typed(ColumnType::tiny_int, "tinyint(4)"), {}},
           {fraction(ColumnType::date_time, 3), {}},
           {fraction(ColumnType::date_time, 4), {"microseconds"}},
           {fraction(ColumnType::timestamp, 6), {"microseconds"}},
           {zero, {"zero_date_default"}},
           {now, {}},
           {typed(ColumnType::time), {"time_as_text"}},
           {typed(ColumnType::unknown), {"unknown_type"}},
           {hidden, {"generated", "invisible"}},
           {typed(ColumnType::text), {}},
       }) {
    CAPTURE(made.declared, static_cast<int>(made.type), made.scale);
    CHECK(column_codes(made) == expected);
  }
}

TEST_CASE("an excluded column is said to be left out, and nothing else")
{
  config::Table options;
  options.exclude = {"c"};
  auto made = typed(ColumnType::date_time);
  made.scale = 6;
  auto const found =
      findings(choice_of(table("t", {column("id"), made}, {primary({"id"})}), options));
  CHECK(codes(found.columns[1].findings) == Names{"excluded"});
}

TEST_CASE("a column is told with its declared type, whether it may be NULL, and its BSON type")
{
  auto const found = findings(choice_of(
      table("t", {column("id"), nullable(column("name", ColumnType::text, "varchar(20)"))},
            {primary({"id"})})));
  CHECK(found.columns[0].column == "id");
  CHECK(found.columns[0].bson == "int");
  CHECK_FALSE(found.columns[0].nullable);
  CHECK(found.columns[1].type == "varchar(20)");
  CHECK(found.columns[1].bson == "string");
  CHECK(found.columns[1].nullable);
}

TEST_CASE("what the cursor cannot see is found for the table")
{
  struct Example {
    char const* title;
    std::vector<Column> columns;
    std::vector<Index> indexes;
    config::Table options;
    Names codes;
  };
  config::Table append;
  append.mode = config::Mode::append;
  config::Table both;
  both.cursor = {"changed", "created"};
  Index const by_update = index("i", {"updated_at"});
  for (auto const& [title, columns, indexes, options, expected] : std::vector<Example>{
           {"touched and indexed", {touched("updated_at")}, {by_update}, {}, {"deletes_unseen"}},
           {"no index", {touched("updated_at")}, {}, {}, {"deletes_unseen", "no_cursor_index"}},
           {"by name",
            {timestamp("updated_at")},
            {by_update},
            {},
            {"deletes_unseen", "no_on_update"}},
           {"nullable",
            {nullable(touched("updated_at"))},
            {by_update},
            {},
            {"deletes_unseen", "null_cursor"}},
           {"a second cursor",
            {nullable(touched("changed")), timestamp("created")},
            {index("i", {"changed"})},
            both,
            {"deletes_unseen"}},
           {"append", {touched("updated_at")}, {by_update}, append, {"append", "deletes_unseen"}},
           {"no cursor", {column("total")}, {}, {}, {"no_cursor"}},
       }) {
    CAPTURE(title);
    auto found = table("t", columns, indexes);
    found.columns.insert(found.columns.begin(), column("id"));
    found.indexes.insert(found.indexes.begin(), primary({"id"}));
    CHECK(codes(findings(choice_of(found, options)).findings) == expected);
  }
}

TEST_CASE("changes by foreign keys are found where they leave no trace")
{
  for (auto const& [action, is_found] : std::vector<std::pair<std::string, bool>>{
           {"CASCADE", true}, {"SET NULL", true}, {"RESTRICT", false}, {"NO ACTION", false}}) {
    CAPTURE(action);
    auto found = orders();
    found.foreign_keys = {{{"customer"}, "customers", action, "CASCADE"}};
    auto const all = codes(findings(choice_of(found)).findings);
    CHECK((std::ranges::find(all, "cascade") != all.end()) == is_found);
  }
}

TEST_CASE("that deleted rows are not seen is said where nothing looks for them")
{
  using How = config::Deletes::How;
  for (auto const& [how, is_said] : std::vector<std::pair<How, bool>>{
           {How::ignore, true}, {How::soft, false}, {How::reconcile, false}}) {
    config::Table options;
    options.deletes = config::Deletes{how, how == How::soft ? "total" : ""};
    auto const all = codes(findings(choice_of(orders(), options)).findings);
    CHECK((std::ranges::find(all, "deletes_unseen") != all.end()) == is_said);
  }
}

TEST_CASE("a key whose order cannot be continued is found")
{
  auto const found =
      table("t", {column("kind", ColumnType::enumeration, "enum('a','b')"), touched("updated_at")},
            {primary({"kind"}), index("i", {"updated_at"})});
  CHECK(codes(findings(choice_of(found)).findings) == Names{"deletes_unseen", "key_order"});
}

TEST_CASE("a table that cannot be synced has its problem as its only finding")
{
  auto const choice = choice_of(table("t", {column("id")}, {}));
  auto const found = findings(choice);
  REQUIRE(found.findings.size() == 1);
  CHECK(found.findings[0].code == "not_synced");
  CHECK(found.findings[0].severity == Severity::loss);
  CHECK(found.findings[0].message == choice.problem);
  CHECK(found.columns.size() == 1);
}
