// mysync status: how far each table is, and whether all is well.

#include "cmd/command.hpp"
#include "cmd/exit_status.hpp"
#include "report/health.hpp"
#include "report/json.hpp"
#include "report/status_text.hpp"

#include <memory>

namespace mysync::cmd {
namespace {

struct StatusOptions {
  std::vector<std::string> tables;
  std::string format = "table";
  bool check = false;
};

int act(Composition& with, StatusOptions const& options)
{
  auto const state = sync::status(with.context(), options.tables, options.check);
  auto const now = std::chrono::system_clock::now();
  std::optional<std::vector<std::string>> problems;
  if (options.check) problems = report::problems(state, now);
  auto const status = problems && !problems->empty() ? status_unwell : status_done;
  if (with.quiet() && status == status_done) return status;
  auto const wall = report::local_wall(now);
  with.print(options.format == "json" ? report::status_json(state, problems)
                                      : report::status_text(state, problems, wall, with.colour()));
  return status;
}

} // namespace

Command add_status(CLI::App& tree)
{
  auto const options = std::make_shared<StatusOptions>();
  auto* const branch =
      tree.add_subcommand("status", "say how far each table is, and whether all is well");
  add_tables(*branch, options->tables);
  branch->add_option("--format", options->format, "table or json")
      ->type_name("FORMAT")
      ->check(one_of({"table", "json"}));
  branch->add_flag("--check", options->check,
                   "connect to both servers, and exit 8 when something is unhealthy or stale");
  branch->footer("mysync -c sync.toml status\n"
                 "mysync status --check --quiet || page-somebody");
  return {branch, [options](Composition& with) { return act(with, *options); }};
}

} // namespace mysync::cmd
