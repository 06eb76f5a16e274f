#include "sync/pass.hpp"

#include "core/crash_point.hpp"
#include "sync/cursor_order.hpp"

#include <algorithm>

namespace mysync::sync {

namespace {

/// All batches in flight of all tables together: with the driver's copies of those being sent it
/// keeps the program under 64 MiB.
constexpr std::size_t batch_memory = std::size_t{20} << 20U;
/// Batches of one table that exist at once: being filled, queued, being written by two writers.
constexpr std::size_t batches_per_table = 4;
constexpr std::size_t largest_batch = std::size_t{4} << 20U;
constexpr std::size_t usual_batch = 1000;
/// So much in flight, 32,000 documents, that a target 20 ms away takes rows at more than half the
/// rate of a near one; and few connections, since each has the certificates in memory for itself.
constexpr unsigned writers_of_a_run = 8, most_fold = 4;
constexpr std::int64_t most_under_way = std::int64_t{writers_of_a_run} * most_fold;
/// A quick source needs so long for a usual batch: so many come while a target far away answers.
constexpr std::chrono::microseconds usual_reading{500};
/// Fewer refused rows than this never fail a table, however small it is.
constexpr std::uint64_t always_bearable = 100;

} // namespace

Retries RunParts::retries(std::string const& table) const { return retries_of(context, table); }

BatchLimits batch_limits(std::optional<std::size_t> batch_size, unsigned tables_at_once) noexcept
{
  auto const share = batch_memory / (batches_per_table * std::max(1U, tables_at_once));
  return {.documents = batch_size.value_or(usual_batch), .bytes = std::min(share, largest_batch)};
}

FlowLimits flow_limits(std::optional<std::size_t> batch_size, unsigned readers,
                       unsigned tables_at_once, std::chrono::microseconds round_trip) noexcept
{
  auto const at_once = std::max(1U, readers * tables_at_once);
  auto const least = std::max(1U, load_writers / std::max(1U, readers));
  auto const share = writers_of_a_run / at_once;
  auto const under_way = std::clamp<std::int64_t>(round_trip / usual_reading, 0, most_under_way);
  return {.least_writers = least,
          .most_writers = std::max(least, share),
          .most_fold = batch_size ? 1 : most_fold,
          .first = static_cast<unsigned>(under_way) / at_once};
}

PassEnd pump(Pump const& parts, BatchLimits const& limits)
{
  Batch batch;
  auto const hand_over = [&] {
    batch.position = parts.position();
    reached("batch_built");
    batch = parts.submit(std::move(batch));
    reached("batch_queued"); // reading goes on while it is written
  };
  while (auto const row = parts.next()) {
    parts.encode(*row, batch);
    if (batch.full(limits)) hand_over();
    if (parts.stopped()) break;
  }
  auto const end = parts.stopped() ? PassEnd::stopped : PassEnd::complete;
  if (!batch.empty()) hand_over();
  return end;
}

bool too_many_refused(std::uint64_t refused, std::uint64_t rows, double max_percent) noexcept
{
  auto const bearable = static_cast<double>(rows) * max_percent / 100;
  return refused > always_bearable && static_cast<double>(refused) > bearable;
}

std::uint64_t rows_at_most(std::uint64_t read, std::uint64_t estimate) noexcept
{
  return std::max(read, 2 * estimate);
}

PassReport run_pass(RunParts const& parts, Loan& session, convert::Plan& plan, Pass const& pass,
                    PassCounts& counts)
{
  PassReport report;
  Rows rows(session, parts.retries(pass.table), pass.spec, pass.after);
  Flow single({});
  auto& flow = pass.flow != nullptr ? *pass.flow : single;
  std::vector<BatchWriter> batch_writers;
  std::vector<WriteBatch> writes;
  batch_writers.reserve(flow.limits().most_writers);
  for (unsigned i = 0; i < flow.limits().most_writers; ++i) {
    auto& writer = batch_writers.emplace_back(parts.target, parts.lease, parts.retries(pass.table),
                                              pass.writing, counts);
    writes.emplace_back([&writer](Batch const& batch) { writer.write(batch); });
  }
  auto const remember = [&](Position const& position) {
    if (pass.remember && !position.empty()) pass.remember(position);
    if (parts.progress)
      parts.progress(
          {.table = pass.table, .phase = pass.phase, .rows = counts.rows, .total = pass.total});
  };
  Writers writers(std::move(writes), remember, flow, load_writers * parts.limits.bytes);
  CursorOrder const known(pass.newest_before);
  bool hopeless = false;
  auto limits = parts.limits;
  auto const fold = [&](unsigned times) { limits.documents = parts.limits.documents * times; };
  fold(flow.fold());
  Pump const steps{
      .next = [&] { return rows.next(); },
      .position = [&] { return rows.position(); },
      .encode =
          [&](Row row, Batch& batch) {
            ++report.read;
            if (pass.all_read_again || (pass.cursor && known.covers(row[*pass.cursor]))) {
              ++report.read_again;
            }
            plan.encode(row, batch);
          },
      .submit =
          [&](Batch batch) {
            hopeless = too_many_refused(counts.quarantined(),
                                        rows_at_most(counts.rows, pass.rows_estimate),
                                        pass.max_quarantine_percent);
            report.interrupted = !hopeless && pass.interrupted != nullptr && *pass.interrupted;
            auto next = writers.submit(std::move(batch));
            fold(writers.fold());
            return next;
          },
      .stopped = [&] { return hopeless || report.interrupted || parts.context.stop.requested(); },
  };
  report.end = pump(steps, limits);
  report.interrupted =
      report.interrupted && report.end == PassEnd::stopped && !parts.context.stop.requested();
  writers.finish();
  return report;
}

} // namespace mysync::sync
