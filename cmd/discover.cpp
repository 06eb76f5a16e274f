// mysync discover: what each table becomes, and what could be lost, before the first sync.

#include "cmd/command.hpp"
#include "cmd/exit_status.hpp"
#include "core/text.hpp"
#include "report/discover_text.hpp"
#include "report/discover_toml.hpp"
#include "report/json.hpp"
#include "report/words.hpp"

#include <memory>

namespace mysync::cmd {
namespace {

struct DiscoverOptions {
  std::vector<std::string> tables;
  std::string format = "table";
  bool strict = false;
  bool scan = false;
  std::string scan_time = "10s";
};

std::string text_of(Composition& with, DiscoverOptions const& options,
                    sync::Discovered const& found)
{
  if (options.format == "json") return report::discover_json(found);
  if (options.format == "toml") return report::discover_toml(found, with.context().config);
  return report::discover_text(found, with.colour());
}

int act(Composition& with, DiscoverOptions const& options)
{
  std::optional<std::chrono::milliseconds> scan;
  if (options.scan) scan = parse_duration(options.scan_time);
  auto const found = sync::discover(with.context(), options.tables, scan);
  if (with.stop().requested()) return exit_status(with.stop().reason());
  auto const loses = report::loses_something(found.tables, found.findings);
  auto const status = options.strict && loses ? status_unwell : status_done;
  if (!with.quiet() || status != status_done || options.format == "toml")
    with.print(text_of(with, options, found));
  return status;
}

} // namespace

Command add_discover(CLI::App& tree)
{
  auto const options = std::make_shared<DiscoverOptions>();
  auto* const branch =
      tree.add_subcommand("discover", "show what each table becomes, and what would be lost");
  add_tables(*branch, options->tables);
  branch
      ->add_option("--format", options->format,
                   "table, json, or toml: a configuration that is ready to run")
      ->type_name("FORMAT")
      ->check(one_of({"table", "json", "toml"}));
  branch->add_flag("--scan", options->scan,
                   "read the data too, and count what the schema only makes possible");
  branch
      ->add_option("--scan-time", options->scan_time,
                   "with --scan: how long to read each table at most; default: 10s")
      ->type_name("TIME")
      ->check(a_duration());
  branch->add_flag("--strict", options->strict, "exit 8 when something would be lost");
  branch->footer("mysync -c sync.toml discover --strict\n"
                 "mysync discover orders --scan --scan-time 1m\n"
                 "mysync discover --format toml > sync.toml");
  return {branch, [options](Composition& with) { return act(with, *options); }};
}

} // namespace mysync::cmd
