#include "sync/cursor_choice.hpp"

#include "tables.hpp"

#include <catch2/catch.hpp>

using namespace mysync;
using namespace mysync::sync;
using namespace mysync::test;
using config::Mode;
using Names = std::vector<std::string>;

namespace {

TableChoice chosen(Table const& found, config::Table const& options = {}, Names const& key = {"id"})
{
  TableChoice choice;
  choice.table = found;
  choice.options = options;
  choice.key = key;
  choice.key_index = "PRIMARY";
  choose_cursor(choice);
  return choice;
}

Table with(std::vector<Column> columns)
{
  columns.insert(columns.begin(), column("id"));
  return table("orders", std::move(columns), {primary({"id"})});
}

config::Table with_cursor(Names cursor, std::optional<Mode> mode = std::nullopt)
{
  config::Table options;
  options.cursor = std::move(cursor);
  options.mode = mode;
  return options;
}

Column date_time(std::string name)
{
  return column(std::move(name), ColumnType::date_time, "datetime");
}

} // namespace

TEST_CASE("the default cursor is the first ON UPDATE column, else the most usual name")
{
  struct Example {
    std::vector<Column> columns;
    char const* cursor; ///< empty: none, every row is read
  };
  for (auto const& [columns, cursor] : std::vector<Example>{
           {{touched("touched_at")}, "touched_at"},
           {{timestamp("updated_at"), touched("touched_at")}, "touched_at"},
           {{touched("b"), touched("a")}, "b"},
           {{timestamp("updated_at")}, "updated_at"},
           {{date_time("UPDATED_AT")}, "UPDATED_AT"},
           {{date_time("updatedAt")}, "updatedAt"},
           {{date_time("lastModified")}, "lastModified"},
           {{timestamp("modified_at"), timestamp("updated_at")}, "updated_at"},
           {{timestamp("last_update"), timestamp("modified_at")}, "modified_at"},
           {{timestamp("mtime"), timestamp("date_modified")}, "date_modified"},
           {{nullable(timestamp("modified"))}, "modified"},
           {{timestamp("created_at")}, ""},
           {{column("updated_at", ColumnType::integer)}, ""},
           {{column("updated_at", ColumnType::date, "date")}, ""},
           {{}, ""},
       }) {
    auto const choice = chosen(with(columns));
    CAPTURE(cursor, choice.reason);
    CHECK(choice.problem.empty());
    CHECK(choice.cursor == (*cursor == '\0' ? Names{} : Names{cursor}));
    CHECK(choice.mode == (*cursor == '\0' ? Mode::full : Mode::timestamp));
    CHECK_THAT(choice.reason,
               Catch::Contains(*cursor == '\0' ? "every run reads every row" : cursor));
  }
}

TEST_CASE("a configured cursor must fit its mode")
{
  struct Example {
    Names cursor;
    std::optional<Mode> mode;
    Mode chosen;
    char const* problem; ///< empty: none
  };
  auto const found =
      with({touched("updated_at"), date_time("created"), column("day", ColumnType::date, "date"),
            column("name", ColumnType::text, "varchar(20)"),
            column("number", ColumnType::big_int, "bigint unsigned")});
  for (auto const& [cursor, mode, expected, problem] : std::vector<Example>{
           {{"created"}, {}, Mode::timestamp, ""},
           {{"day"}, {}, Mode::timestamp, ""},
           {{"created", "updated_at"}, {}, Mode::timestamp, ""},
           {{"created"}, Mode::timestamp, Mode::timestamp, ""},
           {{"number"}, Mode::append, Mode::append, ""},
           {{"missing"}, {}, Mode::timestamp, "the cursor column missing does not exist"},
           {{"created", "missing"},
            {},
            Mode::timestamp,
            "the cursor column missing does not exist"},
           {{"name"}, {}, Mode::timestamp, "the cursor name is varchar(20)"},
           {{"number"}, {}, Mode::timestamp, "mode = \"append\""},
           {{"created", "number"}, {}, Mode::timestamp, "the cursor number is bigint unsigned"},
           {{"created"},
            Mode::append,
            Mode::append,
            "increasing whole number; created is datetime"},
       }) {
    auto const choice = chosen(found, with_cursor(cursor, mode));
    CAPTURE(cursor.front(), choice.problem);
    CHECK(choice.problem.empty() == (*problem == '\0'));
    CHECK_THAT(choice.problem, Catch::Contains(problem));
    CHECK(choice.mode == expected);
    if (choice.problem.empty()) CHECK(choice.cursor == cursor);
  }
}

TEST_CASE("mode full has no cursor, even where one is found or configured")
{
  for (auto const& options :
       {with_cursor({}, Mode::full), with_cursor({"updated_at"}, Mode::full)}) {
    auto const choice = chosen(with({touched("updated_at")}), options);
    CHECK(choice.mode == Mode::full);
    CHECK(choice.cursor.empty());
    CHECK(choice.problem.empty());
    CHECK(choice.cursor_index.empty());
  }
}

TEST_CASE("mode timestamp without any cursor is a problem, not a full read")
{
  auto const choice = chosen(with({column("total")}), with_cursor({}, Mode::timestamp));
  CHECK_THAT(choice.problem, Catch::Contains("table orders") && Catch::Contains("cursor = \"…\""));
}

TEST_CASE("mode append reads by the key when it is one whole number")
{
  auto const by_key = chosen(with({touched("updated_at")}), with_cursor({}, Mode::append));
  CHECK(by_key.cursor == Names{"id"});
  CHECK(by_key.mode == Mode::append);
  CHECK(by_key.cursor_index == "PRIMARY");
  CHECK(by_key.cursor_index_gives_key_order);

  CHECK_FALSE(chosen(with({column("shop")}), with_cursor({}, Mode::append), {"shop", "id"})
                  .problem.empty());
  auto const text_key = table("orders", {column("id", ColumnType::text)}, {primary({"id"})});
  CHECK_FALSE(chosen(text_key, with_cursor({}, Mode::append)).problem.empty());
}

TEST_CASE(
    "an index on the cursor serves it, and gives the key's order when it goes on with the key")
{
  struct Example {
    std::vector<Index> indexes;
    Names key;
    char const* engine;
    char const* cursor_index; ///< empty: none
    bool key_order;
  };
  Index unusable = index("i", {"updated_at"});
  unusable.usable = false;
  Names const one{"id"};
  Names const two{"shop", "id"};
  for (auto const& [indexes, key, engine, cursor_index, key_order] : std::vector<Example>{
           {{}, one, "InnoDB", "", false},
           {{unusable}, one, "InnoDB", "", false},
           {{index("i", {"id", "updated_at"})}, one, "InnoDB", "", false},
           {{index("i", {"updated_at"})}, one, "InnoDB", "i", true}, // InnoDB adds the primary key
           {{index("i", {"updated_at"})}, two, "InnoDB", "i", true},
           {{index("i", {"updated_at"})}, one, "MyISAM", "i", false},
           {{index("i", {"updated_at", "id"})}, one, "MyISAM", "i", true},
           {{index("i", {"updated_at", "id", "total"})}, one, "MyISAM", "i", true},
           {{index("i", {"updated_at", "total"})}, one, "InnoDB", "i", false},
           {{index("i", {"updated_at", "total", "id"})}, one, "InnoDB", "i", false},
           {{index("i", {"updated_at", "shop"})}, two, "InnoDB", "i", true},
           {{index("i", {"updated_at", "shop"})}, two, "MyISAM", "i", false},
           {{index("i", {"updated_at", "id"})}, two, "InnoDB", "i", false},
           {{index("i", {"updated_at", "id", "shop"})}, two, "InnoDB", "i", false},
           {{index("a", {"updated_at", "total"}), index("b", {"updated_at"})},
            one,
            "InnoDB",
            "b",
            true},
           {{index("a", {"updated_at"}), index("b", {"updated_at", "total"})},
            one,
            "InnoDB",
            "a",
            true},
           {{index("a", {"updated_at", "total"}), index("b", {"updated_at", "shop"})},
            one,
            "InnoDB",
            "a",
            false},
       }) {
    auto found =
        table("orders", {column("id"), column("shop"), touched("updated_at"), column("total")},
              {primary(key)});
    found.indexes.insert(found.indexes.end(), indexes.begin(), indexes.end());
    found.engine = engine;
    auto const choice = chosen(found, {}, key);
    CAPTURE(engine, key.size(), indexes.empty() ? Names{} : indexes.front().columns);
    CHECK(choice.cursor_index == cursor_index);
    CHECK(choice.cursor_index_gives_key_order == key_order);
    bool const said = choice.reason.find(", not indexed") != std::string::npos;
    CHECK(said == (*cursor_index == '\0'));
  }
}

TEST_CASE("an index ends with the primary key alone, not with another key that was configured")
{
  auto found = table("orders", {column("id"), column("code"), touched("updated_at")},
                     {primary({"id"}), unique("u", {"code"}), index("i", {"updated_at"})});
  auto const choice = chosen(found, {}, {"code"});
  CHECK(choice.cursor_index == "i");
  CHECK_FALSE(choice.cursor_index_gives_key_order);
}

TEST_CASE("a cursor that is part of the key needs no place of its own behind itself")
{
  auto const found = table("log", {column("id"), touched("at")}, {primary({"at", "id"})});
  auto const choice = chosen(found, {}, {"at", "id"});
  CHECK(choice.cursor == Names{"at"});
  CHECK(choice.cursor_index == "PRIMARY");
  CHECK(choice.cursor_index_gives_key_order);
}

TEST_CASE("of two ON UPDATE columns the indexed one is the cursor")
{
  auto found = with({touched("b"), touched("a")});
  found.indexes.push_back(index("by_a", {"a"}));
  CHECK(chosen(found).cursor == Names{"a"});
}
