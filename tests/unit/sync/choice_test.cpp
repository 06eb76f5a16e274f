#include "sync/choice.hpp"

#include "core/error.hpp"
#include "tables.hpp"

#include <catch2/catch.hpp>

using namespace mysync;
using namespace mysync::sync;
using namespace mysync::test;
using Names = std::vector<std::string>;

namespace {

config::Config configured(std::vector<config::Table> tables = {})
{
  config::Config config;
  config.mysql.database = "shop";
  config.tables = std::move(tables);
  return config;
}

config::Table named(std::string name)
{
  config::Table options;
  options.name = std::move(name);
  return options;
}

Names names(Choices const& choices)
{
  Names result;
  for (auto const& choice : choices.tables) result.push_back(choice.table.name);
  return result;
}

Table plain(std::string name) { return table(std::move(name), {column("id")}, {primary({"id"})}); }

TableChoice only_choice(config::Config const& config, Table const& found)
{
  auto choices = choose_tables(config, {found}, {});
  REQUIRE(choices.tables.size() == 1);
  return choices.tables.front();
}

} // namespace

TEST_CASE("the key is the primary key, else the first unique key of NOT NULL columns")
{
  struct Example {
    std::vector<Index> indexes;
    Names key;
    char const* reason;
  };
  std::vector<Column> const columns{column("id"), column("code"), nullable(column("spare"))};
  Index prefix = unique("u_prefix", {"code"});
  prefix.usable = false;
  for (auto const& [indexes, key, reason] : std::vector<Example>{
           {{primary({"id"})}, {"id"}, "key id (primary key)"},
           {{unique("a", {"code"}), primary({"id"})}, {"id"}, "key id (primary key)"},
           {{unique("u", {"code"})}, {"code"}, "key code (unique key u)"},
           {{unique("u", {"code", "id"})}, {"code", "id"}, "key code, id (unique key u)"},
           {{unique("n", {"spare"}), unique("u", {"code"})}, {"code"}, "key code (unique key u)"},
           {{prefix, unique("u", {"id"})}, {"id"}, "key id (unique key u)"},
           {{index("i", {"id"}), unique("u", {"code"})}, {"code"}, "key code (unique key u)"},
       }) {
    CAPTURE(reason);
    auto const choice = only_choice(configured(), table("orders", columns, indexes));
    CHECK(choice.key == key);
    CHECK(choice.problem.empty());
    CHECK_THAT(choice.reason, Catch::StartsWith(reason));
    CHECK(choice.mapping.key == key);
  }
}

TEST_CASE("the key's index is named when it can be read in the key's order")
{
  CHECK(only_choice(configured(), orders()).key_index == "PRIMARY");
  auto descending = orders();
  descending.indexes.front().usable = false;
  CHECK(only_choice(configured(), descending).key_index.empty());
  auto options = named("pairs");
  options.key = {"b", "a"};
  auto const pairs = table("pairs", {column("a"), column("b")}, {primary({"a", "b"})});
  CHECK(only_choice(configured({options}), pairs).key_index.empty());
  options.key = {"a", "b"};
  CHECK(only_choice(configured({options}), pairs).key_index == "PRIMARY");
}

TEST_CASE("a table without a key is left out by name, or has a problem when it was asked for")
{
  for (auto const& keyless : {table("audit", {column("id")}, {}),
                              table("audit", {nullable(column("id"))}, {unique("u", {"id"})}),
                              table("audit", {column("id")}, {index("i", {"id"})})}) {
    auto const discovered = choose_tables(configured(), {keyless, orders()}, {});
    CHECK(names(discovered) == Names{"orders"});
    REQUIRE(discovered.left_out.size() == 1);
    CHECK_THAT(discovered.left_out.front(),
               Catch::Contains("audit") && Catch::Contains("no primary key"));

    auto const from_file = choose_tables(configured({named("audit")}), {keyless}, {});
    REQUIRE(names(from_file) == Names{"audit"});
    CHECK_THAT(from_file.tables.front().problem, Catch::Contains("sync.exclude = [\"audit\"]"));

    auto const from_command_line = choose_tables(configured(), {keyless, orders()}, {"audit"});
    REQUIRE(names(from_command_line) == Names{"audit"});
    CHECK_FALSE(from_command_line.tables.front().problem.empty());
    CHECK(from_command_line.left_out.empty());
  }
}

TEST_CASE("a configured key must exist and be unique")
{
  struct Example {
    Names key;
    char const* problem; ///< empty: none
  };
  auto const found = table("orders", {column("id"), column("code"), nullable(column("spare"))},
                           {primary({"id"}), unique("u", {"spare"})});
  for (auto const& [key, problem] : std::vector<Example>{
           {{"id"}, ""},
           {{"id", "code"}, ""},
           {{"code", "id"}, ""},
           {{"code"}, "the configured key (code) is not unique"},
           {{"spare"}, "not unique"}, // two rows may have NULL there
           {{"ID"}, "key column ID does not exist"},
           {{"id", "nothing"}, "key column nothing does not exist"},
       }) {
    auto options = named("orders");
    options.key = key;
    auto const choice = only_choice(configured({options}), found);
    CAPTURE(choice.problem);
    CHECK(choice.problem.empty() == std::string(problem).empty());
    CHECK_THAT(choice.problem, Catch::Contains(problem));
    if (choice.problem.empty()) CHECK(choice.key == key);
  }
}

TEST_CASE("a view is synced only when the file names it and its key")
{
  auto view = table("sales", {column("id"), timestamp("updated_at")}, {});
  view.is_view = true;
  CHECK(choose_tables(configured(), {view}, {}).tables.empty());
  CHECK(choose_tables(configured(), {view}, {}).left_out.empty());
  CHECK_THROWS_WITH(choose_tables(configured(), {view}, {"sales"}),
                    Catch::Contains("sales is not configured"));

  CHECK_THAT(only_choice(configured({named("sales")}), view).problem,
             Catch::Contains("table sales"));
  auto options = named("sales");
  options.key = {"id"};
  auto const choice = only_choice(configured({options}), view);
  CHECK(choice.problem.empty());
  CHECK(choice.key == Names{"id"});
  CHECK(choice.key_index.empty());
}

TEST_CASE("tables of the file come first in its order, then the discovered ones by name")
{
  auto config = configured({named("zebra"), named("apple")});
  CHECK(names(choose_tables(config, {plain("apple"), plain("bear"), plain("cat"), plain("zebra")},
                            {})) == Names{"zebra", "apple", "bear", "cat"});
}

TEST_CASE("patterns take and exclude discovered tables, and leave those of the file alone")
{
  struct Example {
    Names tables, exclude, expected;
  };
  for (auto const& [tables, exclude, expected] : std::vector<Example>{
           {{"*"}, {}, {"kept", "a_one", "a_two", "b_one"}},
           {{"a_*"}, {}, {"kept", "a_one", "a_two"}},
           {{"*"}, {"*_one", "kept"}, {"kept", "a_two"}},
           {{"b_one", "a_*"}, {"a_two"}, {"kept", "a_one", "b_one"}},
           {{}, {}, {"kept"}},
       }) {
    auto config = configured({named("kept")});
    config.sync.tables = tables;
    config.sync.exclude = exclude;
    CHECK(
        names(choose_tables(config, {plain("a_one"), plain("a_two"), plain("b_one"), plain("kept")},
                            {})) == expected);
  }
}

TEST_CASE("a table of the file that the source lacks has a problem that names the nearest")
{
  auto const choices = choose_tables(configured({named("order")}), {orders()}, {});
  REQUIRE(names(choices) == Names{"order", "orders"});
  CHECK_THAT(choices.tables[0].problem, Catch::Contains("table order") &&
                                            Catch::Contains("database shop") &&
                                            Catch::Contains("did you mean orders?"));
  CHECK(choices.tables[1].problem.empty());
}

TEST_CASE("a name that differs in letter case alone finds its table, unless two would answer")
{
  auto const found = choose_tables(configured({named("ORDERS")}), {orders()}, {});
  CHECK(names(found) == Names{"orders"});
  auto const exact =
      choose_tables(configured({named("Orders")}), {plain("ORDERS"), plain("Orders")}, {});
  CHECK(names(exact) == Names{"Orders", "ORDERS"});
  auto const unclear =
      choose_tables(configured({named("oRDERS")}), {plain("ORDERS"), plain("Orders")}, {});
  CHECK_FALSE(unclear.tables.front().problem.empty());
}

TEST_CASE("only the tables named on the command line are chosen, in the configuration's order")
{
  auto const config = configured({named("zebra")});
  std::vector<Table> const catalog{plain("apple"), plain("bear"), plain("zebra")};
  CHECK(names(choose_tables(config, catalog, {"bear", "zebra"})) == Names{"zebra", "bear"});
  CHECK(names(choose_tables(config, catalog, {"apple"})) == Names{"apple"});
}

TEST_CASE("an unknown name on the command line is an error of usage that names the nearest")
{
  auto config = configured();
  config.sync.exclude = {"hidden"};
  for (auto const& [name, message] : std::vector<std::pair<std::string, std::string>>{
           {"ordes", "table ordes is not there; did you mean orders?"},
           {"something_else", "table something_else is not there"},
           {"hidden", "table hidden is not configured"},
       }) {
    try {
      choose_tables(config, {orders(), plain("hidden")}, {"orders", name});
      FAIL("the name was accepted: " << name);
    } catch (Error const& error) {
      CHECK(error.fault() == Fault::usage);
      CHECK(std::string(error.what()) == message);
    }
  }
}

TEST_CASE("a collection belongs to the first table that claims it")
{
  auto second = named("bear");
  second.collection = "apple";
  auto const choices =
      choose_tables(configured({named("apple"), second}), {plain("apple"), plain("bear")}, {});
  CHECK(choices.tables[0].problem.empty());
  CHECK_THAT(choices.tables[1].problem,
             Catch::Contains("table bear") &&
                 Catch::Contains("collection apple belongs to table apple"));

  // The other one need not be asked for, nor in the file.
  auto const alone =
      choose_tables(configured({second}), {plain("apple"), plain("bear")}, {"apple"});
  REQUIRE(names(alone) == Names{"apple"});
  CHECK_FALSE(alone.tables.front().problem.empty());
}

TEST_CASE("a discovered table may not take a collection of mysync's own")
{
  auto config = configured();
  config.sync.state_collection = "_my_state";
  for (std::string const name : {"_my_state", "_sync_runs", "_sync_quarantine"}) {
    CAPTURE(name);
    auto const choices = choose_tables(config, {plain(name), orders()}, {});
    for (auto const& choice : choices.tables) {
      if (choice.table.name == name)
        CHECK_THAT(choice.problem, Catch::Contains(name));
      else
        CHECK(choice.problem.empty());
    }
  }
}

TEST_CASE("the mapping carries the table's options, and zones fall back to the pipeline's")
{
  auto config = configured();
  config.mysql.datetime_zone = "Europe/Berlin";
  auto options = named("orders");
  options.exclude = {"total"};
  options.rename = {{"updated_at", "changed"}};
  options.keep_key = true;
  options.zero_dates = config::ZeroDates::string;
  options.collection = "bestellungen";
  config.tables = {options};
  auto choice = only_choice(config, orders());
  CHECK(choice.collection == "bestellungen");
  CHECK(choice.mapping.key == Names{"id"});
  CHECK(choice.mapping.order == Names{"updated_at"});
  CHECK(choice.mapping.exclude == std::set<std::string>{"total"});
  CHECK(choice.mapping.rename == options.rename);
  CHECK(choice.mapping.keep_key);
  CHECK(choice.mapping.zero_dates == config::ZeroDates::string);
  CHECK(choice.mapping.datetime_zone == "Europe/Berlin");

  config.tables.front().datetime_zone = "+05:30";
  CHECK(only_choice(config, orders()).mapping.datetime_zone == "+05:30");
}
