// mysync discover: what each table becomes, and what could be lost, before the first sync.

#include "cmd/command.hpp"
#include "cmd/exit_status.hpp"
#include "report/discover_text.hpp"
#include "report/json.hpp"
#include "report/words.hpp"

#include <memory>

namespace mysync::cmd {
namespace {

struct DiscoverOptions {
  std::vector<std::string> tables;
  std::string format = "table";
  bool strict = false;
};

int act(Composition& with, DiscoverOptions const& options)
{
  auto const found = sync::discover(with.context(), options.tables);
  auto const loses = report::loses_something(found.tables, found.findings);
  auto const status = options.strict && loses ? status_unwell : status_done;
  if (!with.quiet() || status != status_done)
    with.print(options.format == "json" ? report::discover_json(found)
                                        : report::discover_text(found, with.colour()));
  return status;
}

} // namespace

Command add_discover(CLI::App& tree)
{
  auto const options = std::make_shared<DiscoverOptions>();
  auto* const branch =
      tree.add_subcommand("discover", "show what each table becomes, and what would be lost");
  add_tables(*branch, options->tables);
  branch->add_option("--format", options->format, "table or json")
      ->type_name("FORMAT")
      ->check(one_of({"table", "json"}));
  branch->add_flag("--strict", options->strict, "exit 8 when something would be lost");
  branch->footer("mysync -c sync.toml discover\n"
                 "mysync discover orders --format json");
  return {branch, [options](Composition& with) { return act(with, *options); }};
}

} // namespace mysync::cmd
