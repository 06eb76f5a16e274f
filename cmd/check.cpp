// mysync check: whether a run would work, and with which rights; writes nothing.

#include "cmd/command.hpp"
#include "cmd/exit_status.hpp"
#include "report/check_report.hpp"

#include <memory>

namespace mysync::cmd {
namespace {

struct CheckOptions {
  std::vector<std::string> tables;
  std::string format = "text";
};

int act(Composition& with, CheckOptions const& options)
{
  auto const findings = sync::check(with.context(), options.tables);
  auto const status = report::healthy(findings) ? status_done : status_unwell;
  if (!with.quiet() || status != status_done)
    with.print(options.format == "json" ? report::check_json(findings)
                                        : report::check_text(findings, with.colour()));
  return status;
}

} // namespace

Command add_check(CLI::App& tree)
{
  auto const options = std::make_shared<CheckOptions>();
  auto* const branch = tree.add_subcommand(
      "check", "say whether a run would work: connections, rights, tables, indexes");
  add_tables(*branch, options->tables);
  branch->add_option("--format", options->format, "text or json")
      ->type_name("FORMAT")
      ->check(one_of({"text", "json"}));
  branch->footer("mysync -c sync.toml check\n"
                 "mysync check orders --format json");
  return {branch, [options](Composition& with) { return act(with, *options); }};
}

} // namespace mysync::cmd
