#include "sync/findings.hpp"

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
  struct Example {
    std::string on_delete, on_update;
    Names codes;
  };
  for (auto const& [on_delete, on_update, expected] :
       {Example{"CASCADE", "RESTRICT", {"cascade"}}, Example{"SET NULL", "NO ACTION", {"cascade"}},
        Example{"RESTRICT", "CASCADE", {"cascade_update"}},
        Example{"NO ACTION", "SET NULL", {"cascade_update"}},
        Example{"CASCADE", "CASCADE", {"cascade", "cascade_update"}},
        Example{"RESTRICT", "NO ACTION", {}}}) {
    CAPTURE(on_delete, on_update);
    auto found = orders();
    found.foreign_keys = {{{"customer"}, "customers", on_delete, on_update}};
    auto all = codes(findings(choice_of(found)).findings);
    std::erase(all, "deletes_unseen");
    CHECK(all == expected);
    config::Table full; // every run reads every row
    full.mode = config::Mode::full;
    CHECK(codes(findings(choice_of(found, full)).findings) == Names{"no_cursor"});
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

TEST_CASE("rows that may be too large for a document are found by their columns' lengths")
{
  auto const text = [](std::uint64_t length) {
    auto made = column("body", ColumnType::text, "text");
    made.length = length;
    return made;
  };
  for (auto const& [made, is_found] :
       {std::pair{text(65'535), false}, std::pair{text(16'777'215), false},
        std::pair{text(16'777'216), true}, std::pair{text(4'294'967'295), true},
        std::pair{column("doc", ColumnType::json, "json"), true}}) {
    auto found = orders();
    found.columns.push_back(made);
    auto const all = codes(findings(choice_of(found)).findings);
    CHECK((std::ranges::find(all, "large_rows") != all.end()) == is_found);
    config::Table without;
    without.exclude = {made.name};
    auto const rest = codes(findings(choice_of(found, without)).findings);
    CHECK(std::ranges::find(rest, "large_rows") == rest.end());
  }
}

TEST_CASE("what the server lets in is said of every column of dates")
{
  auto const choice = choice_of(orders());
  CHECK(codes(findings(choice).columns[1].findings).empty());
  CHECK(codes(findings(choice, {.zero_dates_allowed = true}).columns[1].findings) ==
        Names{"zero_dates_allowed"});
  CHECK(codes(findings(choice, {.zero_dates_allowed = true}).columns[0].findings).empty());
}

TEST_CASE("names that MongoDB refuses are told column by column")
{
  auto made = orders();
  made.columns.push_back(column("$a"));
  made.columns.push_back(column("b.c"));
  made.columns.push_back(column("_id"));
  auto const found = findings(choice_of(made));
  for (std::size_t i = 3; i < 6; ++i) {
    REQUIRE(codes(found.columns[i].findings) == Names{"refused_name"});
    CHECK(found.columns[i].findings[0].severity == Severity::loss);
  }
  CHECK_THAT(found.columns[3].findings[0].message,
             Catch::Contains(R"(columns.rename = { "$a" = "a" })"));
}

TEST_CASE("digits beyond milliseconds are not lost in a key")
{
  auto day = column("at", ColumnType::date_time, "datetime(6)");
  day.scale = 6;
  auto const found = findings(choice_of(table("t", {day}, {primary({"at"})})));
  CHECK(codes(found.columns[0].findings) == Names{"text_in_key"});
}

TEST_CASE("a table without a primary key says which key makes _id")
{
  auto const found = findings(choice_of(table("t", {column("a")}, {unique("u", {"a"})})));
  CHECK(codes(found.findings) == Names{"no_cursor", "no_primary_key"});
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
