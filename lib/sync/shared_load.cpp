#include "sync/shared_load.hpp"

#include "core/boot_clock.hpp"
#include "core/crash_point.hpp"
#include "sync/heart.hpp"
#include "sync/read_specs.hpp"
#include "sync/reread.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>
#include <utility>

namespace mysync::sync {

namespace {

using SteadyClock = std::chrono::steady_clock;

/// As for the watermark: a killed run repeats at most what was acknowledged since.
constexpr std::chrono::milliseconds save_interval{500};
/// How often a worker without a range looks whether one became free.
constexpr std::chrono::milliseconds look_interval{200};

/// Another worker has taken the range of one that was taken for dead.
struct RangeLost {};

class Worker {
public:
  Worker(LoadShare const& share, Loan& session, RangeWorker worker, bool may_take_whole)
      : share_(share), session_(session), may_take_whole_(may_take_whole),
        plan_(share.choice.table, share.choice.mapping), spec_(whole_table(share.choice, plan_)),
        claims_(share, std::move(worker)), flow_(share.parts.flow)
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
      if (done_ || (stay == Stay::while_open && nothing_to_come_)) {
        report_.end = PassEnd::complete;
        break;
      }
      stop.wait_for(look_interval);
    }
    if (completed_) {
      auto const& name = claims_.worker().name;
      claims_.change([&](mongo::Ranges& ranges) { return finish(ranges, *completed_, name); });
    }
    report_.notes = plan_.notes();
    return report_;
  }

private:
  /// The next range to read; the one before is finished by the same change.
  std::optional<mongo::Range> claim()
  {
    std::optional<mongo::Range> claimed;
    bool from_dead = false, asked = false;
    auto const moment = boot_milliseconds();
    auto const decide = [&](mongo::Ranges& ranges) {
      bool const finished = completed_ && finish(ranges, *completed_, claims_.worker().name);
      done_ = ranges.done();
      claimed = take(ranges, claims_.worker(),
                     [&](mongo::Range const& range) { return from_dead = claims_.is_dead(range); });
      if (!claimed && may_take_whole_) claimed = take_whole(ranges, claims_.worker());
      if (!claimed && !ranges.all_cut)
        claimed = cut(ranges, end_of_range(ranges.frontier), claims_.worker());
      asked = !claimed && ask_for_share(ranges);
      nothing_to_come_ = ranges.all_cut && ranges.whole == 0;
      return finished || claimed || asked;
    };
    try {
      claims_.change(decide);
    } catch (Error const&) {
      if (completed_) give_back(*completed_);
      throw;
    }
    if (std::exchange(completed_, std::nullopt)) reached("range_finished");
    if (claimed && share_.pulse != nullptr) share_.pulse->beaten(moment);
    if (claimed) reached("range_claimed");
    if (asked) say_waiting();
    if (from_dead) ask_for_care(share_.parts.context, share_.parts.target);
    return claimed;
  }

  void say_waiting() const
  {
    share_.parts.context.log.write({.table = share_.choice.table.name,
                                    .operation = "load",
                                    .message = "another worker reads all of the rest; asking it "
                                               "for a share"});
  }

  std::optional<Position> end_of_range(std::optional<Position> const& after)
  {
    if (end_ && end_->after == after) return end_->end; // others changed other ranges
    session_.repair();
    end_ = {after, mysql::find_cut(*session_, spec_, after, range_rows())};
    return end_->end;
  }

  PassEnd read(mongo::Range range)
  {
    check_positions(range, spec_.order.size(), share_.choice.table.name);
    PassEnd end = PassEnd::stopped;
    try {
      for (;;) {
        auto const report = read_on(range);
        end = report.end;
        if (!report.interrupted) break;
        give_share(range);
      }
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
    if (end == PassEnd::complete)
      completed_ = range.number;
    else
      claims_.change([&](mongo::Ranges& ranges) { return leave(ranges, range.number); });
    return end;
  }

  /// To the range's end, unless there is a stop or another worker asks for a share of it.
  PassReport read_on(mongo::Range const& range)
  {
    auto pass = share_.pass;
    pass.spec = spec_;
    pass.spec.until = range.until;
    pass.after = range.position ? range.position : range.after;
    pass.flow = &flow_;
    pass.remember = [&](Position const& position) { remember(range.number, position); };
    pass.interrupted = &share_is_asked_;
    share_is_asked_ = false;
    position_.reset();
    auto const report = run_pass(share_.parts, session_, plan_, pass, share_.counts);
    report_.read += report.read;
    report_.read_again += report.read_again;
    return report;
  }

  void give_share(mongo::Range& range)
  {
    if (position_) range.position = position_;
    bool const is_ours = claims_.change([&](mongo::Ranges& ranges) {
      auto const& name = claims_.worker().name;
      if (range.position) sync::remember(ranges, range.number, name, *range.position);
      range.until = end_of_range(range.position);
      return sync::share(ranges, range.number, name, range.until);
    });
    if (!is_ours) throw RangeLost{};
    reached("range_shared");
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
    bool asked = false;
    bool const is_ours = claims_.change([&](mongo::Ranges& ranges) {
      asked = share_is_asked(ranges, number);
      return sync::remember(ranges, number, claims_.worker().name, position);
    });
    if (!is_ours) throw RangeLost{};
    if (asked) share_is_asked_ = true;
    saved_ = SteadyClock::now();
  }

  struct RangeEnd {
    std::optional<Position> after, end;
  };

  LoadShare const& share_;
  Loan& session_;
  bool may_take_whole_;
  convert::Plan plan_;
  mysql::ReadSpec spec_;
  Claims claims_;
  Flow flow_;
  LoadReport report_;
  std::optional<RangeEnd> end_;             ///< as found last
  std::optional<Position> position_;        ///< acknowledged in the range being read
  std::optional<std::int64_t> completed_;   ///< all of this range has arrived; to be finished
  std::atomic<bool> share_is_asked_{false}; ///< of the range being read
  SteadyClock::time_point saved_{};
  bool done_ = false;
  bool nothing_to_come_ = false; ///< everything is cut, and nobody could give a share
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
  bool const whole = workers == 1 && stay == Stay::until_done && may_take_whole();
  auto const work = [&](Loan& on, unsigned number) {
    Worker worker(share, on, {prefix + std::to_string(number), share.parts.lease.token()}, whole);
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
