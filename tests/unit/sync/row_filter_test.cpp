#include "sync/row_filter.hpp"

#include "tables.hpp"

#include <catch2/catch.hpp>

using namespace mysync;
using namespace mysync::sync;
using namespace mysync::test;

namespace {

config::Table options(std::string where, std::string soft = {})
{
  config::Table made;
  made.where = std::move(where);
  if (!soft.empty()) made.deletes = config::Deletes{config::Deletes::How::soft, std::move(soft)};
  return made;
}

Table with(ColumnType type)
{
  return table("orders", {column("id"), column("gone", type, "declared")}, {primary({"id"})});
}

} // namespace

TEST_CASE("a row is marked as deleted when the column is neither NULL nor its type's zero")
{
  for (auto const& [type, condition] : std::vector<std::pair<ColumnType, std::string>>{
           {ColumnType::tiny_int, "`gone` <> 0"},
           {ColumnType::decimal, "`gone` <> 0"},
           {ColumnType::bit, "`gone` <> 0"},
           {ColumnType::year, "`gone` <> 0"},
           {ColumnType::date, "`gone` <> '0000-00-00'"},
           {ColumnType::date_time, "`gone` <> '0000-00-00 00:00:00'"},
           {ColumnType::timestamp, "`gone` <> '0000-00-00 00:00:00'"},
           {ColumnType::time, "`gone` <> '00:00:00'"},
           {ColumnType::text, "`gone` NOT IN ('', '0')"},
           {ColumnType::enumeration, "`gone` NOT IN ('', '0')"},
       }) {
    CHECK(live_rows(options("", "gone"), with(type)) == "NOT COALESCE(" + condition + ", 0)");
    CHECK(soft_problem(options("", "gone"), with(type)).empty());
  }
}

TEST_CASE("the filter stands on lines of its own before the mark")
{
  auto const table = with(ColumnType::tiny_int);
  CHECK(live_rows(options(""), table).empty());
  CHECK(live_rows(options("a = 1 -- only these"), table) == "a = 1 -- only these");
  CHECK(live_rows(options("a = 1 -- only these", "gone"), table) ==
        "(\na = 1 -- only these\n) AND NOT COALESCE(`gone` <> 0, 0)");
}

TEST_CASE("a column that is not there, or cannot say it, is a problem that names it")
{
  CHECK_THAT(soft_problem(options("", "went"), with(ColumnType::tiny_int)),
             Catch::Contains("soft:went") && Catch::Contains("does not exist"));
  for (auto const type : {ColumnType::json, ColumnType::binary, ColumnType::set,
                          ColumnType::geometry, ColumnType::unknown}) {
    auto const problem = soft_problem(options("", "gone"), with(type));
    CHECK_THAT(problem, Catch::Contains("soft:gone") && Catch::Contains("declared"));
  }
}

TEST_CASE("the opposite filter takes what the filter does not, NULL included")
{
  TableChoice choice;
  choice.filter = "a = 1 -- only these";
  CHECK(departed(choice).filter == "NOT COALESCE((\na = 1 -- only these\n), 0)");
  choice.filter.clear();
  CHECK(departed(choice).filter == "FALSE");
}
