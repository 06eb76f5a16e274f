#include "sync/choice.hpp"
#include "tables.hpp"

#include <catch2/catch.hpp>

using namespace mysync;
using namespace mysync::sync;
using namespace mysync::test;
using Names = std::vector<std::string>;

namespace {

Names names(Choices const& choices)
{
  Names result;
  for (auto const& choice : choices.tables) result.push_back(choice.table.name);
  return result;
}

Table plain(std::string name) { return table(std::move(name), {column("id")}, {primary({"id"})}); }

} // namespace

TEST_CASE(
    "a name in sync.tables that the source lacks is a problem, a pattern that takes nothing is "
    "said")
{
  config::Config config;
  config.sync.tables = {"orders", "custmers", "shop_*", "old_view"};
  auto view = plain("old_view");
  view.is_view = true;
  auto const choices = choose_tables(config, {plain("customers"), plain("orders"), view}, {});
  CHECK(names(choices) == Names{"orders", "custmers", "old_view"});
  CHECK(choices.tables[0].problem.empty());
  CHECK_THAT(choices.tables[1].problem, Catch::Contains("did you mean customers?"));
  CHECK_THAT(choices.tables[2].problem, Catch::Contains("view"));
  CHECK(choices.left_out == Names{"sync.tables: no table matches \"shop_*\""});
  config.sync.tables = {"*"};
  CHECK(choose_tables(config, {}, {}).left_out.empty());
  config.sync.tables = {"orders"};
  config.tables.emplace_back().name = "orders";
  CHECK(names(choose_tables(config, {plain("orders")}, {})) == Names{"orders"});
}
