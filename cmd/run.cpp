// mysync run: bring every table's changes into its collection, once.

#include "cmd/command.hpp"
#include "cmd/exit_status.hpp"
#include "core/text.hpp"
#include "report/json.hpp"
#include "report/run_text.hpp"

#include <fmt/format.h>

#include <memory>

namespace mysync::cmd {
namespace {

struct RunOptions {
  sync::RunRequest request;
  bool strict = false;
  std::string if_busy = "fail";
  std::string max_duration;
  std::string format = "text";
};

/// The engine's records tell machines of each table that failed, unless it only looked; for people
/// it is said here, once.
void say_trouble(Composition& with, sync::RunResult const& result)
{
  if (with.log_format() == LogFormat::text || result.dry_run)
    for (auto const& line : report::failures(result)) with.complain("sync", line);
  if (!with.quiet()) return;
  for (auto const& line : report::quarantines(result)) with.complain("sync", line);
}

/// What people read in the last line of the result.
void log_completion(Composition& with, sync::RunResult const& result)
{
  if (with.log_format() == LogFormat::text) return;
  LogCounts counts;
  for (auto const& table : result.tables) {
    counts.processed += table.read;
    counts.created += table.created;
    counts.updated += table.updated;
    counts.deleted += table.deleted;
    counts.skipped += table.unchanged;
    counts.errors += table.quarantined + (table.status == sync::TableStatus::failed ? 1U : 0U);
  }
  counts.duration_seconds = result.duration_seconds;
  LogRecord record;
  record.operation = "run_completed";
  record.message = sync::status_name(result.status);
  if (!result.reason.empty()) record.message += ": " + result.reason;
  record.counts = counts;
  with.context().log.write(record);
}

void print_result(Composition& with, RunOptions const& options, sync::RunResult const& result)
{
  if (options.format == "json") {
    auto const well = result.exit == 0 && report::quarantines(result).empty();
    if (!with.quiet() || !well) with.print(report::run_json(result));
  } else if (!with.quiet()) {
    with.print(report::run_text(result, with.colour()));
  }
}

/// A run that another one made needless, when that was said to be fine.
sync::RunResult left_to(Error const& other, std::string const& pipeline)
{
  sync::RunResult result;
  result.pipeline = pipeline;
  result.status = sync::RunStatus::skipped;
  result.reason = other.what();
  result.started = std::chrono::system_clock::now();
  return result;
}

sync::RunResult run(Composition& with, RunOptions const& options)
{
  auto const context = with.context();
  try {
    return sync::run(context, options.request, with.progress());
  } catch (Error const& error) {
    if (error.fault() != Fault::busy || options.if_busy == "fail") throw;
    return left_to(error, context.config.sync.pipeline);
  }
}

int act(Composition& with, RunOptions const& options)
{
  if (!options.max_duration.empty()) with.stop_after(*parse_duration(options.max_duration));
  auto result = run(with, options);
  result.exit = exit_status(result, options.strict, with.stop().reason());
  // Trouble first: the summary is the last thing to be read.
  say_trouble(with, result);
  log_completion(with, result);
  print_result(with, options, result);
  return result.exit;
}

} // namespace

Command add_run(CLI::App& tree)
{
  auto const options = std::make_shared<RunOptions>();
  auto* const branch =
      tree.add_subcommand("run", "sync every configured table, or those named, once");
  add_tables(*branch, options->request.tables);
  branch->add_flag("--full", options->request.full,
                   "read the tables from the start, dropping nothing");
  branch->add_flag("--due", options->request.due, "skip tables whose interval has not passed");
  branch->add_flag("--reconcile", options->request.reconcile,
                   "also remove documents whose rows are gone, of the tables named, else of those "
                   "with deletes = \"reconcile\"");
  branch->add_flag("--force-deletes", options->request.force_deletes,
                   "remove them even when they are more than max_delete_percent");
  branch
      ->add_flag("--join", options->request.join,
                 "help another run with its first load of large tables, and do nothing else")
      ->excludes("--full", "--due", "--reconcile");
  branch->add_flag("--dry-run", options->request.dry_run,
                   "read, map and say what would be done; write nothing anywhere");
  branch->add_flag("--strict", options->strict, "quarantined rows are a failure (exit 5)");
  branch
      ->add_option("--if-busy", options->if_busy,
                   "when another run holds the lease: fail (exit 11) or ok (exit 0)")
      ->type_name("WHAT")
      ->check(one_of({"ok", "fail"}));
  branch
      ->add_option(
          "--max-duration", options->max_duration,
          "stop between batches after so long, such as 50m; the next run goes on from there")
      ->type_name("TIME")
      ->check(a_duration());
  branch->add_option("--format", options->format, "text or json")
      ->type_name("FORMAT")
      ->check(one_of({"text", "json"}));
  branch->footer("mysync -c sync.toml run\n"
                 "mysync run orders customers --full\n"
                 "mysync run --due --quiet --max-duration 50m");
  return {branch, [options](Composition& with) { return act(with, *options); }};
}

} // namespace mysync::cmd
