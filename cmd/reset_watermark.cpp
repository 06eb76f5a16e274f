// mysync reset-watermark: forget how far a table is, or move it back.

#include "cmd/ask.hpp"
#include "cmd/command.hpp"
#include "cmd/exit_status.hpp"
#include "report/reset_text.hpp"

#include <memory>

namespace mysync::cmd {
namespace {

struct ResetOptions {
  std::vector<std::string> tables;
  std::string to;
  bool yes = false;
};

int act(Composition& with, ResetOptions const& options)
{
  auto const previews = sync::preview_reset(with.context(), options.tables, options.to);
  if (!with.quiet() || !options.yes) with.print(report::reset_text(previews));
  if (!options.yes && !confirmed(with.streams().err, with.stop(), "go on? [y/N] ",
                                 "nothing was changed, pass --yes to do it")) {
    with.print("nothing was changed\n");
    return status_done;
  }
  sync::reset_watermark(with.context(), previews);
  if (!with.quiet()) with.print("done\n");
  return status_done;
}

/// `--to "$WHEN"` with an unset variable must not forget the watermark.
std::string empty_problem(std::string const& text)
{
  return text.empty() ? "is empty; leave it out to forget the watermark" : "";
}

} // namespace

Command add_reset_watermark(CLI::App& tree)
{
  auto const options = std::make_shared<ResetOptions>();
  auto* const branch =
      tree.add_subcommand("reset-watermark", "forget a watermark, or move it, to read rows again");
  add_tables(*branch, options->tables)->required();
  branch
      ->add_option("--to", options->to,
                   "the cursor value to go on from; without it the next run reads the whole table")
      ->type_name("VALUE")
      ->check(CLI::Validator(&empty_problem, ""));
  branch->add_flag("--yes", options->yes, "do not ask");
  branch->footer("mysync reset-watermark orders --to \"2025-01-10 00:00:00\"\n"
                 "mysync reset-watermark orders --yes");
  return {branch, [options](Composition& with) { return act(with, *options); }};
}

} // namespace mysync::cmd
