#pragma once
// What `mysync quarantine` asks: the records of rows that were set aside, looked at, tried again,
// dropped.

#include "mongo/quarantine_records.hpp"
#include "sync/operations.hpp"
#include "sync/set_aside.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace mysync::sync {

/// Which records; an empty list takes all. Table names as the configuration, the state or a record
/// has them: another is an Error (Fault::usage) with the nearest.
struct QuarantineRequest {
  std::vector<std::string> tables, keys;
};

/// Reads only; one record after the other, however many there are.
void for_each_quarantined(Context const& context, QuarantineRequest const& request,
                          mongo::RecordCells cells,
                          std::function<void(mongo::QuarantineRecord const&)> const& each);

/// How many records each table has, by name; tables without any are left out. Reads only.
std::vector<std::pair<std::string, std::uint64_t>>
count_quarantined(Context const& context, QuarantineRequest const& request);

/// Removes the records, under the lease; returns how many there were.
std::uint64_t drop_quarantined(Context const& context, QuarantineRequest const& request);

struct RetryResult {
  std::string table;
  RetryCounts counts;
  std::optional<Fault> fault; ///< with an error: who must act
  std::string error;
};
/// Tries the rows again, under the lease, table after table; what fails for one table is in its
/// result. No watermark moves.
std::vector<RetryResult> retry_quarantined(Context const& context,
                                           QuarantineRequest const& request);

} // namespace mysync::sync
