// mysync pause and mysync resume: runs that leave the pipeline, or some of its tables, alone.

#include "cmd/command.hpp"
#include "cmd/exit_status.hpp"
#include "core/text.hpp"

#include <memory>

namespace mysync::cmd {
namespace {

struct PauseOptions {
  std::vector<std::string> tables;
  std::string reason;
};

int say(Composition& with, std::vector<std::string> const& lines)
{
  if (with.quiet()) return status_done;
  for (auto const& line : lines) with.print(escaped(line) + '\n');
  return status_done;
}

} // namespace

Command add_pause(CLI::App& tree)
{
  auto const options = std::make_shared<PauseOptions>();
  auto* const branch = tree.add_subcommand(
      "pause", "let runs leave the pipeline, or the tables named, alone; a run that is on goes on");
  add_tables(*branch, options->tables);
  branch->add_option("--reason", options->reason, "why, for whoever asks status")
      ->type_name("TEXT");
  branch->footer("mysync pause\n"
                 "mysync pause orders --reason \"migration until Monday\"");
  return {branch, [options](Composition& with) {
            return say(with, sync::pause(with.context(), options->tables, options->reason));
          }};
}

Command add_resume(CLI::App& tree)
{
  auto const options = std::make_shared<PauseOptions>();
  auto* const branch =
      tree.add_subcommand("resume", "end the pause of the pipeline, or of the tables named");
  add_tables(*branch, options->tables);
  branch->footer("mysync resume\n"
                 "mysync resume orders");
  return {branch, [options](Composition& with) {
            return say(with, sync::resume(with.context(), options->tables));
          }};
}

} // namespace mysync::cmd
