// Pausing and resuming a pipeline or some of its tables: without the lease, for the runs to come.

#include "core/error.hpp"
#include "core/text.hpp"
#include "mongo/pauses.hpp"
#include "mongo/state.hpp"
#include "sync/lease_keeper.hpp"
#include "sync/operations.hpp"
#include "sync/table_names.hpp"

#include <pwd.h>
#include <unistd.h>

#include <algorithm>

namespace mysync::sync {

namespace {

std::string who()
{
  auto const* const account = ::getpwuid(::geteuid());
  auto const name = account != nullptr ? account->pw_name : std::to_string(::geteuid());
  return escaped(name + '@' + host_name()); // of whatever octets they are made: it goes into BSON
}

mongo::Pauses pauses_of(mongo::Target const& target, config::Sync const& sync)
{
  return {target, sync.state_collection, sync.pipeline};
}

/// As the configuration and the state know them.
std::vector<std::string> named(Context const& context, mongo::Target const& target,
                               std::vector<std::string> const& typed)
{
  if (typed.empty()) return {};
  auto const& sync = context.config.sync;
  mongo::State const state(target, sync.state_collection, sync.pipeline);
  return tables_meant(typed, known_tables(context.config, state.read_all()));
}

/// The documents of the state that have a pause, understood or not: what is to be ended need not
/// be.
std::vector<std::string> paused_documents(mongo::Target const& target, config::Sync const& sync)
{
  std::vector<std::string> ids;
  mongo::Documents const documents(target, sync.state_collection);
  auto const any = mongo::Builder().add("$exists", true).take();
  auto const filter = mongo::Builder().add("paused", any).take();
  documents.find(*filter.get(), *mongo::Bson().get(), [&](mongo::Found found) {
    ids.push_back(mongo::text_at(found.document, "_id").value_or(""));
    return true;
  });
  return ids;
}

bool has(std::vector<std::string> const& ids, std::string const& id)
{
  return std::ranges::find(ids, id) != ids.end();
}

} // namespace

std::vector<std::string> pause(Context const& context, std::vector<std::string> const& typed,
                               std::string const& reason)
{
  mongo::Target const target(context.config.mongodb);
  auto const tables = named(context, target, typed);
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

std::vector<std::string> resume(Context const& context, std::vector<std::string> const& typed)
{
  mongo::Target const target(context.config.mongodb);
  auto const tables = named(context, target, typed);
  auto const pauses = pauses_of(target, context.config.sync);
  auto const& pipeline = context.config.sync.pipeline;
  auto const before = paused_documents(target, context.config.sync);
  std::vector<std::string> told;
  if (tables.empty()) {
    pauses.resume_pipeline();
    told.push_back(fmt::format("pipeline {} {}", pipeline,
                               has(before, pipeline) ? "is resumed" : "was not paused"));
    for (auto const& id : before) {
      if (!id.starts_with(pipeline + "/")) continue;
      told.push_back(
          fmt::format("{0} is still paused: mysync resume {0}", id.substr(pipeline.size() + 1)));
    }
  }
  for (auto const& table : tables) {
    pauses.resume_table(table);
    bool const was_paused = has(before, fmt::format("{}/{}", pipeline, table));
    told.push_back(table + (was_paused ? " is resumed" : " was not paused"));
  }
  if (!tables.empty() && has(before, pipeline))
    told.push_back(fmt::format("pipeline {} is still paused: mysync resume", pipeline));
  return told;
}

std::string pause_text(mongo::Pause const& pause)
{
  return fmt::format("paused since {} by {}{}",
                     iso8601(std::chrono::floor<std::chrono::seconds>(pause.since)), pause.by,
                     pause.reason.empty() ? "" : ": " + pause.reason);
}

} // namespace mysync::sync
