#include "core/error.hpp"
#include "mysql/catalog.hpp"
#include "mysql/session.hpp"
#include "sync/operations.hpp"

namespace mysync::sync {

namespace {

/// What would keep the table from being read: a field name that MongoDB refuses, an unknown type.
std::string mapping_problem(TableChoice const& choice)
{
  try {
    convert::Plan const plan(choice.table, choice.mapping);
    return {};
  } catch (Error const& error) {
    return error.what();
  }
}

} // namespace

Discovered discover(Context const& context, std::vector<std::string> const& tables)
{
  mysql::Session session(context.config.mysql, "discover");
  auto const catalog = mysql::read_tables(session, context.config.mysql.database);
  auto choices = choose_tables(context.config, catalog, tables);
  Discovered discovered{std::move(choices.tables), {}, std::move(choices.left_out)};
  for (auto& choice : discovered.tables) {
    if (choice.problem.empty()) choice.problem = mapping_problem(choice);
    discovered.findings.push_back(findings(choice));
  }
  return discovered;
}

} // namespace mysync::sync
