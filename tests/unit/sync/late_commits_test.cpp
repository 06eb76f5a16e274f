#include "sync/late_commits.hpp"

#include <catch2/catch.hpp>

using namespace mysync;
using namespace mysync::sync;
using namespace std::chrono_literals;

namespace {

Column time_column(std::string name, bool default_now, bool on_update_now, bool nullable)
{
  Column column;
  column.name = std::move(name);
  column.type = ColumnType::timestamp;
  column.default_now = default_now;
  column.on_update_now = on_update_now;
  column.nullable = nullable;
  return column;
}

TableChoice choice_of(std::vector<Column> cursors)
{
  TableChoice choice;
  choice.table.engine = "InnoDB";
  for (auto& column : cursors) {
    choice.cursor.push_back(column.name);
    choice.table.columns.push_back(std::move(column));
  }
  return choice;
}

TableChoice filled_by_server() { return choice_of({time_column("u", true, true, false)}); }
TableChoice filled_by_application() { return choice_of({time_column("u", false, false, false)}); }

} // namespace

TEST_CASE("the server fills a cursor that it sets on inserts and on updates")
{
  CHECK(server_fills_cursor(filled_by_server()));
  CHECK(server_fills_cursor(choice_of({time_column("u", true, true, true)})));
  CHECK_FALSE(server_fills_cursor(choice_of({time_column("u", true, false, false)})));
  CHECK_FALSE(server_fills_cursor(choice_of({time_column("u", false, true, false)})));
  CHECK_FALSE(server_fills_cursor(filled_by_application()));
  CHECK_FALSE(server_fills_cursor(choice_of({})));
}

TEST_CASE("a cursor that is NULL until the first update is as good as what serves the NULLs")
{
  auto const updated = time_column("u", false, true, true);
  CHECK(server_fills_cursor(choice_of({updated})));
  CHECK(server_fills_cursor(choice_of({updated, time_column("c", true, false, false)})));
  CHECK_FALSE(server_fills_cursor(choice_of({updated, time_column("c", false, false, false)})));
  auto with_default = updated;
  with_default.default_value = "2000-01-01 00:00:00";
  CHECK_FALSE(server_fills_cursor(choice_of({with_default})));
}

TEST_CASE("the overlap is short only where nothing can come late")
{
  CHECK(protection(filled_by_server(), "", std::nullopt).overlap == 5s);
  CHECK(protection(filled_by_application(), "", std::nullopt).overlap == 5min);
  CHECK(protection(filled_by_server(), "no right", std::nullopt).overlap == 5min);
  CHECK(protection(filled_by_server(), "", 90s).overlap == 90s);
  CHECK(protection(filled_by_server(), "no right", 0s).overlap == 0s);
}

TEST_CASE("another engine's transactions cannot be seen")
{
  auto choice = filled_by_server();
  CHECK(protection(choice, "", std::nullopt).blind.empty());
  choice.table.engine = "MyISAM";
  auto const found = protection(choice, "", std::nullopt);
  CHECK(found.blind == "its engine is MyISAM");
  CHECK(found.overlap == 5min);
  CHECK(protection(choice, "the server is a replica", std::nullopt).blind ==
        "the server is a replica");
  choice.table.is_view = true;
  CHECK(protection(choice, "", std::nullopt).blind == "it is a view");
}

TEST_CASE("a horizon that is not exact is said with what to do")
{
  CHECK(
      warning({"the account lacks the right PROCESS", 5min}) ==
      "transactions that commit late are not seen, since the account lacks the right PROCESS: one "
      "that is open for longer than the overlap (5m) is missed; GRANT PROCESS ON *.* to it");
  CHECK_THAT(warning({"the server is a replica", 5s}), Catch::EndsWith("than the longest takes"));
}
