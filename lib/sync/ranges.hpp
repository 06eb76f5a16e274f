#pragma once
// Who reads which range of a shared load: decisions on the ranges as they were read, without a
// server.

#include "mongo/range_record.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

namespace mysync::sync {

struct RangeWorker {
  std::string name;       ///< of this worker alone, among all runs
  std::int64_t token = 0; ///< the lease's, in the run that holds it; else 0
};

using IsDead = std::function<bool(mongo::Range const&)>;

/// The range this worker holds already (a reply was lost), else one whose worker released it or is
/// dead, which becomes its own; who asked for a share of it may be dead as well, or this worker.
/// None: all that are cut have living workers.
std::optional<mongo::Range> take(mongo::Ranges& ranges, RangeWorker const& worker,
                                 IsDead const& is_dead);
/// The next range, from the frontier up to `end` (none: to the last row), as the worker's own. Only
/// while not everything is cut.
mongo::Range cut(mongo::Ranges& ranges, std::optional<Position> const& end,
                 RangeWorker const& worker);

/// Everything, as the worker's own while nobody asks for a share: to find where a range ends costs
/// the source a scan of its keys. None when something was cut before.
std::optional<mongo::Range> take_whole(mongo::Ranges& ranges, RangeWorker const& worker);
/// For a worker that finds no range. False, and nothing changes, when nobody has everything or
/// somebody has asked already.
bool ask_for_share(mongo::Ranges& ranges);
/// Whether the worker of this range is asked for a share …
bool share_is_asked(mongo::Ranges const& ranges, std::int64_t number);
/// … and its answer: the range ends at `end`, and what is behind it is to be cut; none: so few rows
/// are left that it reads them all. True as well when it was given before, since a reply may be
/// lost. False when the range is no longer this worker's.
bool share(mongo::Ranges& ranges, std::int64_t number, std::string const& worker,
           std::optional<Position> const& end);

/// Throws Error (Fault::target) when the positions have not a value for each of so many columns.
void check_positions(mongo::Range const& range, std::size_t columns, std::string const& table);

/// Each is false, and changes nothing, when the range is no longer this worker's.
bool remember(mongo::Ranges& ranges, std::int64_t number, std::string const& worker,
              Position const& position);
bool finish(mongo::Ranges& ranges, std::int64_t number, std::string const& worker);
bool release(mongo::Ranges& ranges, std::int64_t number, std::string const& worker);
/// A sign of life for all ranges whose worker's name begins with `prefix`; false when there is
/// none.
bool beat(mongo::Ranges& ranges, std::string const& prefix);

/// Tells the dead from the living by watching whether they move, so that no two clocks are
/// compared.
class Observer {
public:
  using Moment = std::chrono::steady_clock::time_point;

  /// `token`: the lease's, in the run that holds it: a worker of an earlier holder is dead at once.
  Observer(std::chrono::milliseconds patience, std::int64_t token)
      : patience_(patience), token_(token)
  {}
  /// True when the range's worker has given no sign of life for as long as it was watched, and that
  /// is at least `patience`.
  bool is_dead(mongo::Range const& range, Moment now);

private:
  struct Sight {
    std::string worker;
    std::int64_t beat = 0;
    Moment since;
  };
  std::chrono::milliseconds patience_;
  std::int64_t token_;
  std::map<std::int64_t, Sight> seen_;
};

} // namespace mysync::sync
