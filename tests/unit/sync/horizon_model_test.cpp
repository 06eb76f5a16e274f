// Writers, clocks that are set back, and runs, all at random: what a run remembers must let the
// next one find every row that became visible meanwhile.

#include "sync/clocks.hpp"
#include "sync/late_commits.hpp"
#include "sync/watermark.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <random>

using namespace mysync;
using namespace mysync::sync;
using namespace std::chrono_literals;

namespace {

using mysql::Micros;
using std::chrono::microseconds;

constexpr std::size_t writers_at_once = 6;
/// In New York, in UTC.
auto const clocks_go_back = *parse_wall("2026-11-01 06:00:00");
/// From a statement's start until its transaction begins, for InnoDB: less than is allowed for.
constexpr microseconds longest_before_touch = 900ms;

struct Writing {
  bool open = false;
  bool runs = false;
  Micros statement_began;      ///< CURRENT_TIMESTAMP of the statement
  microseconds age{};          ///< of the statement, which no clock's step changes
  std::optional<Micros> began; ///< of the transaction
  std::vector<Micros> rows;    ///< to be committed: their times
};

enum class Clock : std::uint8_t { steady, set_back };

/// Without an overlap where the clock is steady, with the shortest usual one where it is not.
class World {
public:
  World(std::uint32_t seed, Column cursor, CursorZones zones, Clock clock)
      : random_(seed), cursor_(std::move(cursor)), zones_(std::move(zones)), clock_(clock)
  {}

  void step()
  {
    pass(microseconds(random_() % 400'000));
    auto& writing = writers_[random_() % writers_.size()];
    switch (random_() % 16) {
    case 0: run(); break;
    case 1: set_clock(); break;
    default: go_on(writing);
    }
  }
  std::size_t found() const { return found_; }
  std::size_t found_late() const { return found_late_; }

private:
  Micros source() const { return true_ + offset_; }
  microseconds up_to(microseconds most)
  {
    return microseconds(random_() % static_cast<std::uint64_t>(most.count()));
  }
  void pass(microseconds time)
  {
    true_ += time;
    for (auto& writing : writers_) writing.age += time;
  }

  /// Forward again only while nobody writes: who does would be older than they look.
  void set_clock()
  {
    if (clock_ == Clock::steady || random_() % 8 != 0) return;
    auto const writes = [](Writing const& writing) { return writing.open; };
    if (random_() % 3 != 0)
      offset_ -= random_() % 2 == 0 ? up_to(1s) : 10s + up_to(2h);
    else if (std::ranges::none_of(writers_, writes))
      offset_ = microseconds(0);
  }

  /// One step of a writer: a statement begins, ends, or everything is committed or rolled back.
  void go_on(Writing& writing)
  {
    if (!writing.runs && (!writing.open || random_() % 2 == 0)) {
      writing.open = writing.runs = true;
      writing.statement_began = source();
      writing.age = microseconds(0);
    } else if (writing.runs) {
      touch(writing);
      writing.rows.push_back(writing.statement_began);
      writing.runs = false;
    } else {
      if (random_() % 10 != 0) commit(writing);
      writing = {};
    }
  }
  /// Within the time that is allowed for: while it runs it is seen as a statement in any case.
  void touch(Writing& writing)
  {
    if (writing.began) return;
    auto const late = std::min(writing.age, up_to(longest_before_touch));
    writing.began = writing.statement_began + late;
  }
  void commit(Writing const& writing)
  {
    for (auto const time : writing.rows) unseen_.push_back(text(time));
  }
  /// What the clock of the zone shows then.
  std::string text(Micros time) const
  {
    auto const in_new_york = time < clocks_go_back ? -4h : -5h;
    return wall_text(zones_.cursor_zone ? Wall(time + in_new_york) : Wall(time), cursor_);
  }

  /// In the order in which a run looks, others going on meanwhile.
  SourceTime look()
  {
    SourceTime time;
    time.target_before = target();
    pass(up_to(300ms));
    mysql::Activity activity;
    activity.clock = clock();
    pass(up_to(300ms));
    time.target_after = target();
    for (std::uint64_t i = 0; i < writers_.size(); ++i)
      if (writers_[i].runs)
        activity.writers.push_back(
            {mysql::Writer::Kind::statement, i + 1,
             whole(std::min(writers_[i].statement_began, source() - writers_[i].age))});
    for (int i = 0; i < 3; ++i) go_on(writers_[random_() % writers_.size()]);
    for (std::uint64_t i = 0; i < writers_.size(); ++i)
      if (writers_[i].began)
        activity.writers.push_back(
            {mysql::Writer::Kind::transaction, i + 1, whole(*writers_[i].began)});
    for (int i = 0; i < 3; ++i) go_on(writers_[random_() % writers_.size()]);
    auto const found = settled(activity);
    time.known = found.known;
    time.clock = activity.clock;
    time.settled = activity.clock;
    time.settled.utc = time.settled.earliest_server_wall = found.instant;
    return time;
  }
  static Micros whole(Micros time) { return std::chrono::floor<std::chrono::seconds>(time); }
  mysql::SourceClock clock() const { return {source(), source(), "", "", "here"}; }
  mongo::TimePoint target() const { return mongo::TimePoint(true_.time_since_epoch()); }

  void run()
  {
    auto const time = look();
    auto const now = cursor_clock(time.clock, cursor_, zones_);
    auto const first = record_.watermark.empty();
    auto const seen_up_to = first ? Wall() : synced_up_to(record_, time, now);
    if (!first) check_found_from(wall_text(seen_up_to - overlap(), cursor_));
    found_ += unseen_.size();
    unseen_.clear();
    auto const before = record_.watermark;
    auto const up_to = time.known ? sync::horizon(time.settled, cursor_, zones_) : seen_up_to;
    read_up_to(record_,
               {.horizon = wall_text(up_to, cursor_), .clocks = clocks_of(time, cursor_, zones_)});
    REQUIRE(record_.watermark >= before);
    if (time.known) REQUIRE(up_to < now);
  }
  void check_found_from(std::string const& low)
  {
    for (auto const& row : unseen_) {
      if (row < record_.watermark) ++found_late_;
      if (row >= low) continue;
      FAIL("a row of " << row << " is not read from " << low << ", watermark "
                       << record_.watermark);
    }
  }
  microseconds overlap() const
  {
    return clock_ == Clock::steady ? microseconds(0) : microseconds(exact_overlap);
  }

  std::mt19937 random_;
  Column cursor_;
  CursorZones zones_;
  Clock clock_;
  Micros true_ = *parse_wall("2026-11-01 04:30:00");
  microseconds offset_{};
  std::array<Writing, writers_at_once> writers_;
  std::vector<std::string> unseen_;
  mongo::TableRecord record_;
  std::size_t found_ = 0, found_late_ = 0;
};

struct Totals {
  std::size_t found = 0, late = 0;
};

Totals run_worlds(Clock clock)
{
  struct Example {
    ColumnType type;
    unsigned scale;
    std::optional<std::string> zone;
  };
  Totals totals;
  for (auto const& [type, scale, zone] : std::vector<Example>{
           {ColumnType::timestamp, 6, std::nullopt},
           {ColumnType::timestamp, 0, std::nullopt},
           {ColumnType::date_time, 3, std::nullopt},
           {ColumnType::date_time, 0, "America/New_York"}, // the hour that comes twice is among it
           {ColumnType::date, 0, std::nullopt},
       }) {
    Column cursor;
    cursor.type = type;
    cursor.scale = scale;
    for (std::uint32_t seed = 1; seed <= 4; ++seed) {
      CAPTURE(static_cast<int>(type), scale, seed);
      World world(seed, cursor, {zone, "UTC"}, clock);
      for (int step = 0; step < 30'000; ++step) world.step();
      totals.found += world.found();
      totals.late += world.found_late();
    }
  }
  return totals;
}

} // namespace

TEST_CASE("no schedule of writers and runs hides a row from the next run")
{
  auto const totals = run_worlds(Clock::steady);
  CHECK(totals.found > 50'000);
  CHECK(totals.late == 0); // without an overlap nothing may be below the watermark
}

TEST_CASE("nor does a source's clock that is set back, and behind the watermark for long")
{
  auto const totals = run_worlds(Clock::set_back);
  CHECK(totals.found > 50'000);
  CHECK(totals.late > 1'000);
}

TEST_CASE("the mark of appended rows never passes a key that is still to be committed")
{
  std::mt19937 random(20260105);
  mongo::TableRecord record;
  record.watermark = "0";
  std::int64_t next = 1;
  std::int64_t now = 1'000;
  struct Open {
    std::int64_t key, since;
  };
  std::vector<Open> open;
  std::int64_t newest = 0;
  for (int step = 0; step < 300'000; ++step) {
    now += static_cast<std::int64_t>(random() % 5);
    auto const what = random() % 4;
    if (what == 0 && open.size() < 8) open.push_back({next++, now});
    if (what == 1 && !open.empty()) { // committed in any order: not below what was passed
      auto const one = open.begin() + static_cast<std::ptrdiff_t>(random() % open.size());
      REQUIRE(one->key > std::stoll(record.watermark));
      newest = std::max(newest, one->key);
      open.erase(one);
    }
    if (what != 2 || newest == 0) continue;
    auto oldest = now;
    for (auto const& one : open) oldest = std::min(oldest, one.since);
    bool const ended =
        record.marked && mongo::TimePoint(std::chrono::milliseconds(oldest)) > *record.marked;
    move_mark(record, std::to_string(newest), ended ? Ended::yes : Ended::no,
              mongo::TimePoint(std::chrono::milliseconds(now)));
  }
  CHECK(std::stoll(record.watermark) > 10'000);
}
