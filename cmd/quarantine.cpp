// mysync quarantine: the rows that were set aside, looked at, tried again, dropped.

#include "cmd/ask.hpp"
#include "cmd/command.hpp"
#include "cmd/exit_status.hpp"
#include "report/quarantine_json.hpp"
#include "report/quarantine_text.hpp"

#include <algorithm>
#include <memory>

namespace mysync::cmd {
namespace {

struct QuarantineOptions {
  std::string action;
  sync::QuarantineRequest request;
  std::string format = "text";
  bool yes = false;
};

/// Lines in columns need to be known together; so many of them are.
constexpr std::size_t records_at_once = 500;

int list(Composition& with, QuarantineOptions const& options)
{
  auto const wall = report::local_wall(std::chrono::system_clock::now());
  std::vector<mongo::QuarantineRecord> some;
  std::uint64_t number = 0;
  auto const print = [&] {
    if (!some.empty()) with.print(report::quarantine_lines(some, wall));
    some.clear();
  };
  sync::for_each_quarantined(with.context(), options.request, mongo::RecordCells::left_out,
                             [&](mongo::QuarantineRecord const& record) {
                               ++number;
                               some.push_back(record);
                               if (some.size() == records_at_once) print();
                             });
  print();
  if (!with.quiet() || number > 0) with.print(report::quarantine_end(number));
  return status_done;
}

int show(Composition& with, QuarantineOptions const& options)
{
  auto const wall = report::local_wall(std::chrono::system_clock::now());
  std::uint64_t number = 0;
  sync::for_each_quarantined(with.context(), options.request, mongo::RecordCells::included,
                             [&](mongo::QuarantineRecord const& record) {
                               ++number;
                               with.print(report::quarantine_paragraph(record, wall));
                             });
  if (!with.quiet() || number > 0) with.print(report::quarantine_end(number));
  return status_done;
}

int print_json(Composition& with, QuarantineOptions const& options)
{
  auto const cells =
      options.action == "show" ? mongo::RecordCells::included : mongo::RecordCells::left_out;
  std::uint64_t number = 0;
  // What is wrong is told before the document begins.
  auto const begin = [&] {
    if (number == 0) with.print(report::quarantine_json_begin());
  };
  sync::for_each_quarantined(with.context(), options.request, cells,
                             [&](mongo::QuarantineRecord const& record) {
                               begin();
                               with.print(report::quarantine_json(record, cells, number++));
                             });
  begin();
  with.print(report::quarantine_json_end(number));
  return status_done;
}

/// As for a run: 3 when some tables failed, the first one's when all did.
int exit_status(std::vector<sync::RetryResult> const& results)
{
  auto const failed = [](sync::RetryResult const& result) { return result.fault.has_value(); };
  auto const first = std::ranges::find_if(results, failed);
  if (first == results.end()) return status_done;
  return std::ranges::all_of(results, failed) ? cmd::exit_status(*first->fault)
                                              : status_some_failed;
}

int retry(Composition& with, QuarantineOptions const& options)
{
  auto const results = sync::retry_quarantined(with.context(), options.request);
  auto const status = exit_status(results);
  for (auto const& result : results)
    if (result.fault) with.complain("sync", result.table + ": " + result.error);
  if (!with.quiet() || status != status_done)
    with.print(options.format == "json" ? report::retry_json(results)
                                        : report::retry_text(results, with.colour()));
  return with.stop().requested() ? cmd::exit_status(with.stop().reason()) : status;
}

int drop(Composition& with, QuarantineOptions const& options)
{
  auto const counts = sync::count_quarantined(with.context(), options.request);
  auto const text = options.format == "text";
  if (text && (!with.quiet() || !options.yes)) with.print(report::drop_text(counts));
  if (!counts.empty() && !options.yes &&
      !confirmed(with.streams().err, with.stop(), "go on? [y/N] ",
                 "nothing was changed, pass --yes to do it")) {
    with.print("nothing was changed\n");
    return status_done;
  }
  auto const dropped = counts.empty() ? 0 : sync::drop_quarantined(with.context(), options.request);
  if (!text) with.print(report::drop_json(dropped));
  if (text && !with.quiet() && !counts.empty()) with.print("done\n");
  return status_done;
}

int act(Composition& with, QuarantineOptions const& options)
{
  if (options.yes && options.action != "drop")
    throw failure(Fault::usage, "quarantine {}: --yes is for quarantine drop", options.action);
  if (options.action == "retry") return retry(with, options);
  if (options.action == "drop") return drop(with, options);
  if (options.format == "json") return print_json(with, options);
  return options.action == "show" ? show(with, options) : list(with, options);
}

} // namespace

Command add_quarantine(CLI::App& tree)
{
  auto const options = std::make_shared<QuarantineOptions>();
  auto* const branch = tree.add_subcommand(
      "quarantine", "list, show, retry or drop the records of rows that were set aside");
  branch->add_option("ACTION", options->action)
      ->type_name("list|show|retry|drop")
      ->required()
      ->check(one_of({"list", "show", "retry", "drop"}));
  add_tables(*branch, options->request.tables);
  branch
      ->add_option("--key", options->request.keys,
                   "only the record of this key, as list tells it; may be repeated")
      ->type_name("KEY")
      ->allow_extra_args(false);
  branch->add_option("--format", options->format, "text or json")
      ->type_name("FORMAT")
      ->check(one_of({"text", "json"}));
  branch->add_flag("--yes", options->yes, "drop without asking");
  branch->footer("mysync quarantine list\n"
                 "mysync quarantine show orders --key 4711\n"
                 "mysync quarantine retry orders\n"
                 "mysync quarantine drop orders --yes");
  return {branch, [options](Composition& with) { return act(with, *options); }};
}

} // namespace mysync::cmd
