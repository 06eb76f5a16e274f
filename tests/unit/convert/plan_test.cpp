#include "plans.hpp"

#include <array>

using namespace mysync;
using namespace mysync::test;
using namespace mysync::plan_tests;

TEST_CASE("one key column is the _id and no field")
{
  Plan plan(table_of({text("name"), integer("id"), integer("n")}), {.key = {"id"}});
  CHECK(names(plan) == std::vector<std::string>{"name", "id", "n"});
  CHECK(plan.key() == std::vector<std::size_t>{1});
  CHECK(plan.index_of("n") == 2);
  CHECK(document_of(plan, {bytes_cell("x"), integer_cell(7), {}}) ==
        R"({"_id":{"$numberInt":"7"},"name":"x","n":null})");
}

TEST_CASE("several key columns are a subdocument in key order")
{
  Plan plan(table_of({integer("a"), text("x"), text("b")}),
            {.key = {"b", "a"}, .rename = {{"b", "bee"}, {"x", "ex"}}});
  CHECK(plan.key() == std::vector<std::size_t>{2, 0});
  CHECK(document_of(plan, {integer_cell(1), bytes_cell("x"), bytes_cell("k")}) ==
        R"({"_id":{"bee":"k","a":{"$numberInt":"1"}},"ex":"x"})");
}

TEST_CASE("keep_key repeats the key columns as fields, but never _id")
{
  Mapping mapping{.key = {"a", "b"}, .rename = {{"a", "first"}}, .keep_key = true};
  Plan composite(table_of({integer("a"), integer("b")}), mapping);
  CHECK(document_of(composite, {integer_cell(1), integer_cell(2)}) ==
        R"({"_id":{"first":{"$numberInt":"1"},"b":{"$numberInt":"2"}},)"
        R"("first":{"$numberInt":"1"},"b":{"$numberInt":"2"}})");
  mapping.key = {"a"};
  Plan single(table_of({integer("a"), integer("b")}), mapping);
  CHECK(document_of(single, {integer_cell(1), integer_cell(2)}) ==
        R"({"_id":{"$numberInt":"1"},"first":{"$numberInt":"1"},"b":{"$numberInt":"2"}})");
  for (std::string const name : {"_id", "id"}) {
    Plan own(table_of({integer(name)}),
             {.key = {name}, .rename = {{name, "_id"}}, .keep_key = true});
    CHECK(document_of(own, {integer_cell(1)}) == R"({"_id":{"$numberInt":"1"}})");
  }
}

TEST_CASE("a kept key field follows the rules of fields, not those of _id")
{
  Column const stamp{.name = "at", .type = ColumnType::timestamp, .scale = 6};
  Plan plan(table_of({stamp}), {.key = {"at"}, .keep_key = true});
  Time const time{1970, 1, 1, 0, 0, 1, 5, false};
  CHECK(document_of(plan, {time_cell(time)}) ==
        R"({"_id":"1970-01-01 00:00:01.000005","at":{"$date":{"$numberLong":"1000"}}})");
}

TEST_CASE(
    "an excluded column is read only when the key or the cursor needs it, and becomes no field")
{
  Plan plan(table_of({integer("id"), text("secret"), integer("at"), text("x")}),
            {.key = {"id"}, .order = {"at"}, .exclude = {"secret", "at", "id"}, .keep_key = true});
  CHECK(names(plan) == std::vector<std::string>{"id", "at", "x"});
  CHECK(document_of(plan, {integer_cell(1), integer_cell(2), bytes_cell("x")}) ==
        R"({"_id":{"$numberInt":"1"},"x":"x"})");
}

TEST_CASE("a column is missing: the error names it, where it was named, and what was meant")
{
  auto const columns = std::vector{integer("id"), integer("updated_at")};
  CHECK(complaint(columns, {.key = {"ID7"}}) ==
        R"(table orders: key names the column "ID7", which is not there)");
  CHECK(
      complaint(columns, {.key = {"id"}, .order = {"updatedat"}}) ==
      R"(table orders: cursor names the column "updatedat", which is not there; did you mean "updated_at"?)");
  CHECK(complaint(columns, {.key = {"id"}, .exclude = {"q"}})
            .starts_with("table orders: columns.exclude names"));
  CHECK(complaint(columns, {.key = {"id"}, .rename = {{"q", "r"}}})
            .starts_with("table orders: columns.rename names"));
  CHECK(complaint(columns, {}).starts_with("table orders: no key"));
  CHECK(complaint(columns, {.key = {"id", "id"}}) ==
        R"(table orders: key names the column "id" twice)");
  CHECK(complaint(columns, {.key = {"id"}, .datetime_zone = "Mars"})
            .starts_with(R"(datetime_zone = "Mars": )"));
}

TEST_CASE("a field name that MongoDB refuses is an error with the line to add")
{
  auto const line = [](std::string const& name) {
    return complaint({integer("id"), integer(name), integer("a_b")}, {.key = {"id"}});
  };
  CHECK(line("a.c") == R"(table orders: column a.c: the field name "a.c" contains a dot; )"
                       R"(add columns.rename = { "a.c" = "a_c" })");
  CHECK(line("a.b").ends_with(R"(add columns.rename = { "a.b" = "a_b_" })"));
  CHECK(line("$cost") == R"(table orders: column $cost: the field name "$cost" begins with $; )"
                         R"(add columns.rename = { "$cost" = "cost" })");
  CHECK(line("$").ends_with(R"({ "$" = "field" })"));
  CHECK(line("_id") == R"(table orders: column _id: the field name "_id" belongs to the key; )"
                       R"(add columns.rename = { "_id" = "id_" })");
  CHECK(line("co$t") == "none");
  CHECK(line("a\"c.d").ends_with(R"(add columns.rename = { "a\"c.d" = "a\"c_d" })"));
  CHECK(complaint({integer("id"), integer("x")}, {.key = {"id"}, .rename = {{"x", "a.b"}}})
            .ends_with(
                R"(the field name "a.b" contains a dot; add columns.rename = { "x" = "a_b" })"));
  CHECK(complaint({integer("id"), integer("x")},
                  {.key = {"id"}, .rename = {{"x", std::string("a\0b", 3)}}})
            .find("contains a NUL") != std::string::npos);
  CHECK(complaint({integer("id"), integer("x")}, {.key = {"id"}, .rename = {{"x", ""}}})
            .find("is empty") != std::string::npos);
}

TEST_CASE("names inside a composite _id are checked, that of a single key is not used")
{
  CHECK(complaint({integer("a.b"), integer("c")}, {.key = {"a.b", "c"}})
            .ends_with(R"("a.b" = "a_b" })"));
  CHECK(
      complaint({integer("$a"), integer("c")}, {.key = {"$a", "c"}}).ends_with(R"("$a" = "a" })"));
  CHECK(complaint({integer("_id"), integer("c")}, {.key = {"_id", "c"}}) == "none");
  CHECK(complaint({integer("_id"), integer("c")}, {.key = {"_id", "c"}, .keep_key = true}) !=
        "none");
  CHECK(complaint({integer("a.b"), integer("c")}, {.key = {"a.b"}}) == "none");
}

TEST_CASE("two columns never make the same field")
{
  CHECK(complaint({integer("id"), integer("a"), integer("b")},
                  {.key = {"id"}, .rename = {{"a", "b"}}}) ==
        R"(table orders: the columns a and b would both be the field "b"; change columns.rename)");
  CHECK(complaint({integer("a"), integer("b")}, {.key = {"a", "b"}, .rename = {{"a", "b"}}}) !=
        "none");
  CHECK(complaint({integer("id"), integer("a"), integer("b")},
                  {.key = {"id"}, .exclude = {"b"}, .rename = {{"a", "b"}}}) == "none");
  CHECK(complaint({integer("id"), integer("a"), integer("b")},
                  {.key = {"id"}, .rename = {{"a", "b"}, {"b", "a"}}}) == "none");
}

TEST_CASE("a type that is not known fails only the table whose key it is in")
{
  Column const strange{.name = "x", .declared = "hologram(3)"};
  CHECK(complaint({integer("id"), strange}, {.key = {"id"}}) == "none");
  CHECK(complaint({integer("id"), strange}, {.key = {"x"}}).find("choose another with key") !=
        std::string::npos);
}

TEST_CASE("the BSON types that discover shows are those that are written")
{
  auto const type = [](ColumnType t, bool is_unsigned = false, std::uint64_t length = 0) {
    return std::string(
        convert::bson_type({.type = t, .is_unsigned = is_unsigned, .length = length}, {}));
  };
  CHECK(type(ColumnType::tiny_int) == "int");
  CHECK(type(ColumnType::integer) == "int");
  CHECK(type(ColumnType::integer, true) == "long");
  CHECK(type(ColumnType::big_int) == "long");
  CHECK(type(ColumnType::decimal) == "decimal");
  CHECK(type(ColumnType::real_float) == "double");
  CHECK(type(ColumnType::bit, true, 1) == "bool");
  CHECK(type(ColumnType::bit, true, 63) == "long");
  CHECK(type(ColumnType::bit, true, 64) == "binary");
  CHECK(type(ColumnType::date) == "date");
  CHECK(type(ColumnType::time) == "string");
  CHECK(type(ColumnType::year) == "int");
  CHECK(type(ColumnType::set) == "array");
  CHECK(type(ColumnType::json) == "document");
  CHECK(type(ColumnType::geometry) == "document");
  CHECK(type(ColumnType::vector) == "array");
  CHECK(type(ColumnType::uuid) == "binary");
  CHECK(type(ColumnType::unknown) == "binary");
  Column const stamp{.name = "k", .type = ColumnType::date_time, .scale = 3};
  CHECK(convert::bson_type(stamp, {.key = {"k"}}) == "date");
  CHECK(convert::bson_type(stamp, {.key = {"k"}, .datetime_zone = "Europe/Berlin"}) == "string");
  CHECK(convert::bson_type({.name = "k", .type = ColumnType::set}, {.key = {"k"}}) == "string");
}
