// A verification: connect, take the lease when it repairs, compare the tables side by side.

#include "sync/verify.hpp"

#include "core/text.hpp"
#include "mongo/run_record.hpp"
#include "mysql/catalog.hpp"
#include "sync/run_id.hpp"
#include "sync/verify_table.hpp"
#include "sync/version.hpp"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <thread>

namespace mysync::sync {

namespace {

using SteadyClock = std::chrono::steady_clock;

Choices choose(Context const& context, Sessions& sessions, VerifyRequest const& request)
{
  auto retries = retries_of(context);
  return with_retries(retries, [&] {
    Loan session(sessions, "catalog");
    auto const catalog = mysql::read_tables(*session, context.config.mysql.database);
    return choose_tables(context.config, catalog, request.tables);
  });
}

void failed(TableVerification& result, std::optional<Fault> fault, std::string const& error)
{
  result.status = TableStatus::failed;
  result.fault = fault;
  result.error = error;
}

void verify_chosen(VerifyParts const& parts, TableChoice const& choice, TableVerification& result)
{
  if (!choice.problem.empty()) return failed(result, Fault::config, choice.problem);
  try {
    TableVerify table(parts, choice, result);
    if (table.run() == PassEnd::stopped) result.status = TableStatus::stopped;
  } catch (Error const& error) {
    bool const by_stop = error.transient() && parts.stopped();
    failed(result, error.fault(), error.what());
    if (by_stop) result.status = TableStatus::stopped;
  } catch (std::exception const& bug) { // in a table's thread nobody else would catch it
    failed(result, std::nullopt, fmt::format("internal error: {}", bug.what()));
  }
}

TableVerification verify_table(VerifyParts const& parts, TableChoice const& choice)
{
  auto const began = SteadyClock::now();
  TableVerification result;
  result.table = choice.table.name;
  result.collection = choice.collection;
  if (parts.stopped())
    result.status = TableStatus::stopped;
  else
    verify_chosen(parts, choice, result);
  result.duration_seconds = std::chrono::duration<double>(SteadyClock::now() - began).count();
  if (parts.progress)
    parts.progress({.table = result.table,
                    .rows = result.rows,
                    .total = result.rows,
                    .done = true,
                    .doing = "verify"});
  return result;
}

/// Tables side by side, as many as there are source sessions; the results in the tables' order.
std::vector<TableVerification> verify_tables(VerifyParts const& parts,
                                             std::vector<TableChoice> const& tables)
{
  std::vector<TableVerification> results(tables.size());
  std::atomic<std::size_t> next{0};
  auto const work = [&] {
    for (std::size_t i = next++; i < tables.size(); i = next++)
      results[i] = verify_table(parts, tables[i]);
  };
  auto const at_once = std::min<std::size_t>(parts.context.config.mysql.pool.max, tables.size());
  std::vector<std::thread> threads;
  for (std::size_t i = 1; i < at_once; ++i) threads.emplace_back(work);
  work();
  for (auto& thread : threads) thread.join();
  return results;
}

RunStatus status_of(Verification const& result)
{
  auto const count = [&](TableStatus status) {
    return std::ranges::count(result.tables, status, &TableVerification::status);
  };
  if (count(TableStatus::success) == std::ssize(result.tables)) return RunStatus::success;
  return count(TableStatus::failed) == std::ssize(result.tables) ? RunStatus::failed
                                                                 : RunStatus::partial;
}

mongo::RunRecord audit_record(Verification const& result)
{
  mongo::RunRecord record;
  record.run = result.run;
  record.pipeline = result.pipeline;
  record.operation = "verify";
  record.host = host_name();
  record.pid = getpid();
  record.version = program_version();
  record.status = status_name(status_of(result));
  record.started = result.started;
  record.duration_seconds = result.duration_seconds;
  for (auto const& table : result.tables)
    record.tables.push_back({.table = table.table,
                             .status = status_name(table.status),
                             .error = table.error,
                             .differing = table.differing,
                             .missing = table.missing,
                             .extra = table.extra,
                             .read = table.rows,
                             .updated = table.written,
                             .unchanged = table.equal,
                             .deleted = table.removed,
                             .quarantined = table.quarantined});
  return record;
}

} // namespace

char const* kind_name(Difference::Kind kind) noexcept
{
  switch (kind) {
  case Difference::Kind::differing: return "differing";
  case Difference::Kind::missing: return "missing";
  case Difference::Kind::extra: return "extra";
  }
  return "?";
}

std::uint64_t Verification::differences() const noexcept
{
  std::uint64_t sum = 0;
  for (auto const& table : tables) sum += table.differences();
  return sum;
}

bool Verification::different() const noexcept
{
  return std::ranges::any_of(tables, [&](TableVerification const& table) {
    auto const mended = repair && !dry_run ? table.written + table.removed : 0;
    return table.status != TableStatus::failed && table.differences() > mended;
  });
}

bool Verification::equal() const noexcept
{
  return !different() &&
         std::ranges::find(tables, TableStatus::failed, &TableVerification::status) == tables.end();
}

Verification verify(Context const& context, VerifyRequest const& request,
                    ShowProgress const& progress)
{
  auto const& config = context.config;
  auto const began = SteadyClock::now();
  Verification result;
  result.pipeline = config.sync.pipeline;
  result.started = std::chrono::system_clock::now();
  result.run = new_run_id(result.started);
  result.repair = request.repair;
  result.dry_run = request.dry_run;

  Sessions sessions(config.mysql.pool, context.credentials, context.stop);
  mongo::Target const target(config.mongodb, &context.credentials);
  auto retries = retries_of(context);
  with_retries(retries, [&] { sessions.warm_up(); });
  with_retries(retries, [&] { target.ping(); });
  bool const writes = request.repair && !request.dry_run;
  std::optional<LeaseKeeper> lease;
  if (writes)
    lease.emplace(target,
                  LeaseRequest{.state_collection = config.sync.state_collection,
                               .pipeline = config.sync.pipeline,
                               .run = result.run,
                               .duration = config.sync.lease,
                               .credentials = &context.credentials},
                  context.log, context.stop);
  auto const choices = choose(context, sessions, request);
  for (auto const& reason : choices.left_out)
    context.log.write({.level = LogLevel::warn, .operation = "discover", .message = reason});
  auto const at_once =
      std::min<std::size_t>(config.mysql.pool.max, std::max<std::size_t>(choices.tables.size(), 1));
  VerifyParts const parts{.context = context,
                          .request = request,
                          .sessions = sessions,
                          .target = target,
                          .lease = lease ? &*lease : nullptr,
                          .run = result.run,
                          .limits =
                              batch_limits(config.sync.batch_size, static_cast<unsigned>(at_once)),
                          .flow = flow_limits(config.sync.batch_size, 1,
                                              static_cast<unsigned>(at_once), target.round_trip()),
                          .progress = progress};
  result.tables = verify_tables(parts, choices.tables);
  result.more_to_do = std::ranges::any_of(
      result.tables, [](auto const& table) { return table.status == TableStatus::stopped; });
  result.duration_seconds = std::chrono::duration<double>(SteadyClock::now() - began).count();
  if (writes && context.stop.reason() != StopReason::lease_lost)
    write_run(target, audit_record(result));
  return result;
}

} // namespace mysync::sync
