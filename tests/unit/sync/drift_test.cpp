#include "sync/drift.hpp"

#include "core/error.hpp"
#include "tables.hpp"

#include <catch2/catch.hpp>

using namespace mysync;
using namespace mysync::sync;
using namespace mysync::test;
using Texts = std::vector<std::string>;

namespace {

std::string fingerprint(std::vector<std::pair<std::string, std::string>> const& columns)
{
  Table made;
  for (auto const& [name, declared] : columns)
    made.columns.push_back(column(name, ColumnType::integer, declared));
  return schema_fingerprint(made);
}

TableChoice orders_choice()
{
  TableChoice choice;
  choice.table = orders();
  choice.collection = "orders";
  choice.key = {"shop", "id"};
  choice.cursor = {"updated_at", "created_at"};
  choice.options.where = "total > 0";
  return choice;
}

mongo::TableRecord record_of(TableChoice const& choice)
{
  mongo::TableRecord record;
  record.table = choice.table.name;
  record.collection = choice.collection;
  record.key = choice.key;
  record.cursor = cursor_names(choice);
  record.where = choice.options.where;
  return record;
}

} // namespace

TEST_CASE("changes of a schema are told column by column")
{
  struct Example {
    std::vector<std::pair<std::string, std::string>> before, now;
    Texts changes; ///< how each begins
  };
  for (auto const& [before, now, changes] : std::vector<Example>{
           {{{"id", "int"}}, {{"id", "int"}}, {}},
           {{{"id", "int"}, {"a", "int"}}, {{"a", "int"}, {"id", "int"}}, {}}, // merely moved
           {{{"id", "int"}},
            {{"id", "int"}, {"note", "varchar(20)"}},
            {"new column note varchar(20)"}},
           {{{"id", "int"}, {"note", "text"}}, {{"id", "int"}}, {"column note is gone"}},
           {{{"id", "int"}}, {{"id", "bigint"}}, {"column id was int, is bigint"}},
           {{{"a", "int"}, {"b", "int"}},
            {{"b", "text"}, {"c", "int"}},
            {"column b was int, is text", "new column c int", "column a is gone"}},
           {{{"a", "int"}}, {{"A", "int"}}, {"new column A int", "column a is gone"}},
       }) {
    auto const found = schema_changes(fingerprint(before), fingerprint(now));
    REQUIRE(found.size() == changes.size());
    for (std::size_t i = 0; i < found.size(); ++i)
      CHECK_THAT(found[i], Catch::StartsWith(changes[i]));
  }
}

TEST_CASE("a type has another form when its values are written in another way")
{
  struct Example {
    char const* before;
    char const* now;
    bool reformed;
  };
  for (auto const& [before, now, reformed] : std::vector<Example>{
           {"int(11)", "int(11)", false},
           {"int(11)", "int(10)", false},
           {"int(11)", "int(10) unsigned", true},
           {"int", "bigint", true},
           {"varchar(20)", "varchar(30)", false},
           {"varchar(20)", "text", true},
           {"decimal(10,2)", "decimal(12,2)", false},
           {"decimal(10,2)", "decimal(10,4)", true},
           {"decimal(10,0)", "decimal(10,2)", true},
           {"datetime", "datetime(6)", true},
           {"enum('a','b')", "enum('b','a')", true},
           {"varbinary(8)", "varbinary(9)", false},
       }) {
    CAPTURE(before, now);
    auto const lines = reformed_columns(fingerprint({{"c", before}}), fingerprint({{"c", now}}));
    CHECK(lines.size() == (reformed ? 1 : 0));
  }
  CHECK(reformed_columns(fingerprint({{"a", "int"}, {"b", "int"}}),
                         fingerprint({{"b", "text"}, {"c", "int"}})) ==
        Texts{"b was int, is text"});
}

TEST_CASE("columns that came since are told by name")
{
  CHECK(new_columns(fingerprint({{"a", "int"}, {"b", "int"}}),
                    fingerprint({{"b", "text"}, {"c", "int"}, {"d", "int"}})) == Texts{"c", "d"});
}

TEST_CASE("a cursor that is gone is named, with what to do")
{
  auto const choice = orders_choice();
  auto record = record_of(choice);
  record.cursor = "changed, created_at";
  try {
    check_same_reading(record, choice);
    FAIL("nothing was thrown");
  } catch (Error const& error) {
    CHECK(error.fault() == Fault::config);
    CHECK_THAT(error.what(), Catch::Contains("its cursor changed is gone") &&
                                 Catch::Contains("mysync reset-watermark orders"));
  }
}

TEST_CASE("a new column says how all documents get it")
{
  auto const changes =
      schema_changes(fingerprint({{"id", "int"}}), fingerprint({{"id", "int"}, {"x", "int"}}));
  REQUIRE(changes.size() == 1);
  CHECK_THAT(changes.front(), Catch::Contains("mysync run --full"));
}

TEST_CASE("the cursor columns are named in their order")
{
  CHECK(cursor_names(orders_choice()) == "updated_at, created_at");
  CHECK(cursor_names({}) == "");
}

TEST_CASE("a state made by the same reading is accepted")
{
  auto const choice = orders_choice();
  CHECK_NOTHROW(check_same_reading(record_of(choice), choice));
}

TEST_CASE("a key whose values make other kinds of ids is refused, one of wider numbers is not")
{
  auto choice = orders_choice();
  choice.cursor.clear();
  choice.table.columns = {{.name = choice.key.front(), .type = ColumnType::integer},
                          {.name = choice.key.back(), .type = ColumnType::integer}};
  auto record = record_of(choice);
  record.ids = id_kinds(choice);
  CHECK(record.ids == "number, number");
  auto& column = choice.table.columns.front();
  column.type = ColumnType::big_int;
  CHECK_NOTHROW(check_same_reading(record, choice));
  choice.mapping.types[column.name] = config::FieldType::string;
  CHECK_THROWS_WITH(check_same_reading(record, choice),
                    Catch::Contains("made of number") && Catch::Contains("stand twice") &&
                        Catch::Contains("mysync reset-watermark orders"));
  record.ids.clear(); // of a program that did not remember it
  CHECK_NOTHROW(check_same_reading(record, choice));
}

TEST_CASE("a state made by another reading is refused, with what differs and how to start anew")
{
  struct Example {
    char const* what;
    void (*change)(mongo::TableRecord&);
    char const* was;
  };
  for (auto const& [what, change, was] : std::vector<Example>{
           {"key", [](auto& record) { record.key = {"id"}; }, "'id'"},
           {"key",
            [](auto& record) {
              record.key = {"id", "shop"};
            },
            "'id, shop'"},
           {"cursor", [](auto& record) { record.cursor = ""; }, "''"},
           {"cursor", [](auto& record) { record.cursor = "updated_at"; }, "'updated_at'"},
           {"where", [](auto& record) { record.where = ""; }, "''"},
           {"collection", [](auto& record) { record.collection = "sales"; }, "'sales'"},
       }) {
    CAPTURE(what, was);
    auto const choice = orders_choice();
    auto record = record_of(choice);
    change(record);
    try {
      check_same_reading(record, choice);
      FAIL("the state was accepted");
    } catch (Error const& error) {
      CHECK(error.fault() == Fault::config);
      CHECK_THAT(error.what(), Catch::Contains(fmt::format("made with {} {}", what, was)) &&
                                   Catch::Contains("mysync reset-watermark orders"));
    }
  }
}
