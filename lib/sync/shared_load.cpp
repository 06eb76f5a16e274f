#include "sync/shared_load.hpp"

#include "core/boot_clock.hpp"
#include "core/crash_point.hpp"
#include "sync/read_specs.hpp"
#include "sync/reread.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace mysync::sync {

namespace {

using SteadyClock = std::chrono::steady_clock;

/// As for the watermark: a killed run repeats at most what was acknowledged since.
constexpr std::chrono::milliseconds save_interval{500};
/// How often a worker without a range looks whether one became free.
constexpr std::chrono::milliseconds look_interval{200};
/// Signs of life in the time after which a worker is taken for dead.
constexpr int beats_per_lease = 3;

/// Another worker has taken the range of one that was taken for dead.
struct RangeLost {};

/// One worker's view of the ranges. For one thread at a time.
class Claims {
public:
  Claims(LoadShare const& share, RangeWorker worker)
      : share_(share), worker_(std::move(worker)),
        store_(share.parts.target, share.parts.context.config.sync.state_collection,
               share.parts.context.config.sync.pipeline, share.choice.table.name),
        retries_(share.parts.retries(share.choice.table.name)),
        observer_(share.parts.context.config.sync.lease, share.parts.lease.token())
  {}

  RangeWorker const& worker() const noexcept { return worker_; }

  /// Applies `decide` to the ranges as they are, again when somebody else was faster; false, and
  /// nothing is changed, when it refuses.
  template <class Decide> bool change(Decide const& decide)
  {
    return with_retries(retries_, [&] {
      for (;;) {
        auto ranges = store_.read();
        if (!ranges || ranges->load != share_.load) {
          throw failure(Fault::busy, "table {}: its load was begun anew by another run",
                        share_.choice.table.name);
        }
        if (!decide(*ranges)) return false;
        if (store_.replace(*ranges)) return true;
      }
    });
  }

  bool is_dead(mongo::Range const& range) { return observer_.is_dead(range, SteadyClock::now()); }

private:
  LoadShare const& share_;
  RangeWorker worker_;
  mongo::RangeStore store_;
  Retries retries_;
  Observer observer_;
};

/// Gives signs of life for all workers of a process while it exists.
class Heart {
public:
  Heart(LoadShare const& share, std::string prefix)
      : log_(share.parts.context.log), pulse_(share.pulse), claims_(share, {prefix, 0}),
        prefix_(std::move(prefix)),
        interval_(share.parts.context.config.sync.lease / beats_per_lease),
        thread_([this] { run(); })
  {}
  ~Heart()
  {
    {
      std::lock_guard const lock(mutex_);
      closing_ = true;
    }
    close_.notify_all();
    thread_.join();
  }
  Heart(Heart const&) = delete;
  Heart& operator=(Heart const&) = delete;

private:
  void run()
  {
    std::unique_lock lock(mutex_);
    while (!close_.wait_for(lock, interval_, [&] { return closing_; })) {
      lock.unlock();
      auto const moment = boot_milliseconds();
      try {
        claims_.change([&](mongo::Ranges& ranges) { return beat(ranges, prefix_); });
        if (pulse_ != nullptr) pulse_->beaten(moment);
      } catch (Error const& error) { // its workers find out by themselves
        log_.write({.level = LogLevel::warn,
                    .component = "load",
                    .operation = "beat",
                    .message = error.what()});
      }
      lock.lock();
    }
  }

  Log& log_;
  Pulse* pulse_;
  Claims claims_;
  std::string prefix_;
  std::chrono::milliseconds interval_;
  std::mutex mutex_;
  std::condition_variable close_;
  bool closing_ = false;
  std::thread thread_;
};

class Worker {
public:
  Worker(LoadShare const& share, Loan& session, RangeWorker worker)
      : share_(share), session_(session), plan_(share.choice.table, share.choice.mapping),
        spec_(whole_table(share.choice, plan_)), claims_(share, std::move(worker))
  {}

  /// `others_failed`: another worker of the process gave up.
  LoadReport run(Stay stay, std::atomic<bool> const& others_failed)
  {
    auto const& stop = share_.parts.context.stop;
    report_.end = PassEnd::stopped;
    while (!stop.requested() && !others_failed) {
      if (auto const range = claim()) {
        if (read(*range) == PassEnd::stopped) break;
        continue;
      }
      if (done_ || (stay == Stay::while_open && all_cut_)) {
        report_.end = PassEnd::complete;
        break;
      }
      stop.wait_for(look_interval);
    }
    report_.notes = plan_.notes();
    return report_;
  }

private:
  std::optional<mongo::Range> claim()
  {
    std::optional<mongo::Range> claimed;
    bool from_dead = false;
    claims_.change([&](mongo::Ranges& ranges) {
      done_ = ranges.done();
      all_cut_ = ranges.all_cut;
      claimed = take(ranges, claims_.worker(),
                     [&](mongo::Range const& range) { return from_dead = claims_.is_dead(range); });
      if (!claimed && !ranges.all_cut)
        claimed = cut(ranges, end_of_range(ranges), claims_.worker());
      return claimed.has_value();
    });
    reached("range_claimed");
    if (from_dead) ask_for_care(share_.parts.context, share_.parts.target);
    return claimed;
  }

  std::optional<Position> end_of_range(mongo::Ranges const& ranges)
  {
    session_.repair();
    return mysql::find_cut(*session_, spec_, ranges.frontier, range_rows());
  }

  PassEnd read(mongo::Range const& range)
  {
    check_positions(range, spec_.order.size(), share_.choice.table.name);
    auto const& name = claims_.worker().name;
    auto pass = share_.pass;
    pass.spec = spec_;
    pass.spec.until = range.until;
    pass.after = range.position ? range.position : range.after;
    pass.writers = std::max(1U, share_.pass.writers / share_.parts.readers);
    pass.remember = [&](Position const& position) { remember(range.number, position); };
    position_.reset();
    PassEnd end = PassEnd::stopped;
    try {
      auto const report = run_pass(share_.parts, session_, plan_, pass, share_.counts);
      report_.read += report.read;
      report_.read_again += report.read_again;
      end = report.end;
    } catch (RangeLost const&) {
      share_.parts.context.log.write({.level = LogLevel::warn,
                                      .table = share_.choice.table.name,
                                      .operation = "load",
                                      .message = "another worker has taken over a range of this "
                                                 "one, which was taken for dead"});
      return PassEnd::complete;
    } catch (Error const&) {
      give_back(range.number);
      throw;
    }
    claims_.change([&](mongo::Ranges& ranges) {
      return end == PassEnd::complete ? finish(ranges, range.number, name)
                                      : leave(ranges, range.number);
    });
    reached("range_finished");
    return end;
  }

  /// So that another worker need not wait for this one's death.
  void give_back(std::int64_t number) noexcept
  {
    try {
      claims_.change([&](mongo::Ranges& ranges) { return leave(ranges, number); });
    } catch (Error const&) { // what made the worker give up is what has to be told
    }
  }

  bool leave(mongo::Ranges& ranges, std::int64_t number)
  {
    auto const& name = claims_.worker().name;
    if (position_) sync::remember(ranges, number, name, *position_);
    return release(ranges, number, name);
  }

  void remember(std::int64_t number, Position const& position)
  {
    position_ = position;
    if (SteadyClock::now() - saved_ < save_interval) return;
    bool const is_ours = claims_.change([&](mongo::Ranges& ranges) {
      return sync::remember(ranges, number, claims_.worker().name, position);
    });
    if (!is_ours) throw RangeLost{};
    saved_ = SteadyClock::now();
  }

  LoadShare const& share_;
  Loan& session_;
  convert::Plan plan_;
  mysql::ReadSpec spec_;
  Claims claims_;
  LoadReport report_;
  std::optional<Position> position_; ///< acknowledged in the range being read
  SteadyClock::time_point saved_{};
  bool done_ = false;
  bool all_cut_ = false;
};

void add(LoadReport& sum, LoadReport const& one)
{
  if (one.end == PassEnd::stopped) sum.end = PassEnd::stopped;
  sum.read += one.read;
  sum.read_again += one.read_again;
  sum.notes.add(one.notes);
}

} // namespace

LoadReport read_ranges(LoadShare const& share, Loan& session, unsigned workers, Stay stay)
{
  std::string const prefix = share.parts.run + "/";
  Heart const heart(share, prefix);
  std::mutex mutex;
  LoadReport sum;
  std::exception_ptr error;
  std::atomic<bool> failed{false};
  auto const work = [&](Loan& on, unsigned number) {
    Worker worker(share, on, {prefix + std::to_string(number), share.parts.lease.token()});
    auto const report = worker.run(stay, failed);
    std::lock_guard const lock(mutex);
    add(sum, report);
  };
  auto const guarded = [&](auto const& action) {
    try {
      action();
    } catch (...) {
      std::lock_guard const lock(mutex);
      if (!error) error = std::current_exception();
      failed = true;
    }
  };
  std::vector<std::thread> threads;
  for (unsigned number = 2; number <= workers; ++number) {
    threads.emplace_back([&, number] {
      guarded([&] {
        Loan own(share.parts.sessions, share.choice.table.name, Loan::Later());
        work(own, number);
      });
    });
  }
  guarded([&] { work(session, 1); });
  for (auto& thread : threads) thread.join();
  if (error) std::rethrow_exception(error);
  return sum;
}

} // namespace mysync::sync
