// Pausing and resuming a pipeline or some of its tables: without the lease, for the runs to come.

#include "core/error.hpp"
#include "core/text.hpp"
#include "mongo/pauses.hpp"
#include "mongo/state.hpp"
#include "sync/lease_keeper.hpp"
#include "sync/operations.hpp"

#include <pwd.h>
#include <unistd.h>

#include <algorithm>

namespace mysync::sync {

namespace {

std::string who()
{
  auto const* const account = ::getpwuid(::geteuid());
  return fmt::format("{}@{}", account != nullptr ? account->pw_name : std::to_string(::geteuid()),
                     host_name());
}

mongo::Pauses pauses_of(mongo::Target const& target, config::Sync const& sync)
{
  return {target, sync.state_collection, sync.pipeline};
}

/// A name that is in neither the configuration nor the state is a mistake.
void check_known(Context const& context, mongo::Target const& target,
                 std::vector<std::string> const& tables)
{
  if (tables.empty()) return;
  auto const& config = context.config;
  std::vector<std::string> known;
  for (auto const& options : config.tables) known.push_back(options.name);
  mongo::State const state(target, config.sync.state_collection, config.sync.pipeline);
  for (auto const& record : state.read_all()) known.push_back(record.table);
  for (auto const& table : tables) {
    if (std::ranges::find(known, table) != known.end()) continue;
    auto const near = closest(table, known);
    throw failure(Fault::usage, "table {} is neither configured nor in the state{}", table,
                  near ? "; did you mean " + *near + "?" : "");
  }
}

} // namespace

std::vector<std::string> pause(Context const& context, std::vector<std::string> const& tables,
                               std::string const& reason)
{
  mongo::Target const target(context.config.mongodb);
  check_known(context, target, tables);
  auto const pauses = pauses_of(target, context.config.sync);
  mongo::Pause const now{std::chrono::system_clock::now(), who(), reason};
  if (tables.empty()) {
    auto const name = "pipeline " + context.config.sync.pipeline;
    if (pauses.of_pipeline()) return {name + " was paused already"};
    pauses.pause_pipeline(now);
    return {name + " is paused: its next runs do nothing"};
  }
  std::vector<std::string> told;
  auto const before = pauses.of_tables();
  for (auto const& table : tables) {
    if (before.contains(table)) {
      told.push_back(table + " was paused already");
      continue;
    }
    pauses.pause_table(table, now);
    told.push_back(table + " is paused: the next runs leave it alone");
  }
  return told;
}

std::vector<std::string> resume(Context const& context, std::vector<std::string> const& tables)
{
  mongo::Target const target(context.config.mongodb);
  check_known(context, target, tables);
  auto const pauses = pauses_of(target, context.config.sync);
  auto const before = pauses.of_tables();
  std::vector<std::string> told;
  if (tables.empty()) {
    auto const was = pauses.of_pipeline().has_value();
    pauses.resume_pipeline();
    told.push_back(fmt::format("pipeline {} {}", context.config.sync.pipeline,
                               was ? "is resumed" : "was not paused"));
    for (auto const& [table, pause] : before)
      told.push_back(fmt::format("{0} is still paused: mysync resume {0}", table));
  }
  for (auto const& table : tables) {
    pauses.resume_table(table);
    told.push_back(table + (before.contains(table) ? " is resumed" : " was not paused"));
  }
  auto const pipeline = pauses.of_pipeline();
  if (!tables.empty() && pipeline)
    told.push_back(
        fmt::format("pipeline {} is still paused: mysync resume", context.config.sync.pipeline));
  return told;
}

std::string pause_text(mongo::Pause const& pause)
{
  return fmt::format("paused since {} by {}{}",
                     iso8601(std::chrono::floor<std::chrono::seconds>(pause.since)), pause.by,
                     pause.reason.empty() ? "" : ": " + pause.reason);
}

} // namespace mysync::sync
