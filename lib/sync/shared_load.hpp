#pragma once
// A large table's load, read range by range by several workers: threads of one run, or of several
// runs on several machines. Ranges are cut as they are taken, so that nobody has to know the table
// beforehand.

#include "sync/pass.hpp"
#include "sync/pulse.hpp"
#include "sync/ranges.hpp"

#include <string>

namespace mysync::sync {

/// Rows of a range: large enough that cutting it costs little, small enough that the workers end
/// together. The fault tests link other definitions.
std::uint64_t range_rows() noexcept;
/// Whether a run with one reader begins with the whole table as its range.
bool may_take_whole() noexcept;

/// What the workers of one process have in common.
struct LoadShare {
  RunParts const& parts;
  TableChoice const& choice;
  Pass pass;              ///< without what differs from range to range
  std::string load;       ///< the ranges' `load`
  Pulse* pulse = nullptr; ///< in a run that joined
  PassCounts& counts;
};

struct LoadReport {
  PassEnd end = PassEnd::complete;
  std::uint64_t read = 0, read_again = 0;
  convert::Notes notes;
};

/// `until_done`: until every row of the table was loaded, by whomever. `while_open`: as long as
/// there is a range to take, or somebody who can give a share.
enum class Stay : std::uint8_t { until_done, while_open };

/// Reads ranges with up to `workers` threads, the first of them on `session`. Returns early when a
/// stop is requested, with its ranges released and remembered. Throws Error when a worker gives up.
LoadReport read_ranges(LoadShare const& share, Loan& session, unsigned workers, Stay stay);

} // namespace mysync::sync
