// mysync verify: are both sides equal, and where not.

#include "cmd/command.hpp"
#include "cmd/exit_status.hpp"
#include "core/parse_number.hpp"
#include "core/text.hpp"
#include "report/verify_json.hpp"
#include "report/verify_text.hpp"

#include <fmt/format.h>

#include <limits>
#include <memory>

namespace mysync::cmd {
namespace {

struct VerifyOptions {
  sync::VerifyRequest request;
  std::vector<std::string> keys; ///< each a list
  bool field_order = false;
  std::string sample, window, max_duration;
  std::string format = "table";
};

/// `5%`, `0.5%`, `5`: more than nothing, at most all.
std::optional<double> percent(std::string const& text)
{
  auto const number =
      parse_number<double>(text.ends_with('%') ? text.substr(0, text.size() - 1) : text);
  return number && *number > 0 && *number <= 100 ? number : std::nullopt;
}

std::string percent_problem(std::string const& text)
{
  if (percent(text)) return {};
  return fmt::format("'{}' is no share: write more than 0% and at most 100%, such as 5% or 0.5%",
                     escaped(text));
}

/// The library takes -1 for the largest number there is.
std::string seed_problem(std::string const& text)
{
  if (parse_number<std::uint64_t>(text)) return {};
  return fmt::format("'{}' is no seed: write a whole number from 0 to {}", escaped(text),
                     std::numeric_limits<std::uint64_t>::max());
}

/// What was typed, once it is known to make sense together.
sync::VerifyRequest request_of(VerifyOptions const& options)
{
  auto request = options.request;
  for (auto const& list : options.keys)
    for (auto& key : sync::typed_keys(list)) request.keys.push_back(std::move(key));
  bool const walk = !options.window.empty() || !options.max_duration.empty();
  auto const parts =
      (request.keys.empty() ? 0 : 1) + (options.sample.empty() ? 0 : 1) + (walk ? 1 : 0);
  if (parts > 1)
    throw failure(
        Fault::usage,
        "verify: --keys, --sample and a walk (--window, --max-duration) go one at a time");
  if (!request.keys.empty() && request.tables.size() != 1)
    throw failure(Fault::usage, "verify: --keys needs exactly one TABLE");
  if (request.dry_run && !request.repair)
    throw failure(Fault::usage, "verify: --dry-run is for --repair; without it nothing is written");
  if (request.force_deletes && !request.repair)
    throw failure(Fault::usage, "verify: --force-deletes is for --repair");
  request.order = options.field_order ? mongo::FieldOrder::compared : mongo::FieldOrder::ignored;
  request.walk = walk;
  request.sample_percent = percent(options.sample);
  request.window_percent = percent(options.window);
  return request;
}

int act(Composition& with, VerifyOptions const& options)
{
  auto const request = request_of(options);
  if (!options.max_duration.empty()) with.stop_after(*parse_duration(options.max_duration));
  auto const result = sync::verify(with.context(), request, with.progress());
  auto const status = exit_status(result, with.stop().reason());
  for (auto const& line : report::failures(result)) with.complain("sync", line);
  if (!with.quiet() || status != status_done)
    with.print(options.format == "json" ? report::verify_json(result)
                                        : report::verify_text(result, with.colour()));
  return status;
}

void add_parts(CLI::App& branch, VerifyOptions& options)
{
  branch
      .add_option("--keys", options.keys,
                  "only the rows with these keys, such as 1,2,3; parts of a key by a slash: 7/1; "
                  "double quotes keep commas and slashes in a key")
      ->type_name("KEYS")
      ->allow_extra_args(false);
  branch
      .add_option("--sample", options.sample,
                  "only this share of each table, such as 5%: whole runs of neighbouring keys")
      ->type_name("SHARE")
      ->check(CLI::Validator(&percent_problem, ""));
  branch.add_option("--seed", options.request.seed, "a number that chooses another sample")
      ->type_name("NUMBER")
      ->check(CLI::Validator(&seed_problem, ""));
  branch
      .add_option("--window", options.window,
                  "walk on through each table by this share, from where the last walk stopped")
      ->type_name("SHARE")
      ->check(CLI::Validator(&percent_problem, ""));
  branch
      .add_option("--max-duration", options.max_duration,
                  "walk on for so long at most, such as 50m, from where the last walk stopped")
      ->type_name("TIME")
      ->check(a_duration());
}

} // namespace

Command add_verify(CLI::App& tree)
{
  auto const options = std::make_shared<VerifyOptions>();
  auto* const branch =
      tree.add_subcommand("verify", "compare both sides value by value, and name what differs");
  add_tables(*branch, options->request.tables);
  add_parts(*branch, *options);
  branch->add_flag("--field-order", options->field_order,
                   "fields in another order are a difference");
  branch->add_flag("--repair", options->request.repair,
                   "write what differs or is missing again, remove documents without row");
  branch->add_flag("--dry-run", options->request.dry_run,
                   "of a repair: say what would be done; write nothing anywhere");
  branch->add_flag("--force-deletes", options->request.force_deletes,
                   "of a repair: remove more documents than max_delete_percent allows");
  branch->add_option("--format", options->format, "table or json")
      ->type_name("FORMAT")
      ->check(one_of({"table", "json"}));
  branch->footer("mysync verify orders\n"
                 "mysync verify --sample 5% --quiet || page-somebody\n"
                 "mysync verify --max-duration 1h --quiet\n"
                 "mysync verify orders --keys 18,77 --repair");
  return {branch, [options](Composition& with) { return act(with, *options); }};
}

} // namespace mysync::cmd
