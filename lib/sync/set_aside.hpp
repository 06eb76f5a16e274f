#pragma once
// Rows that were set aside, tried again: read by their keys, through the one plan, and written like
// any others.

#include "mongo/quarantine_records.hpp"
#include "sync/pass.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace mysync::sync {

/// What became of the records that were tried: each is one of these.
struct RetryCounts {
  std::uint64_t arrived = 0;   ///< its row is a document now; the record is gone
  std::uint64_t gone = 0;      ///< there is no such row any more; the record is gone
  std::uint64_t refused = 0;   ///< set aside again
  std::uint64_t not_found = 0; ///< kept: its key cannot be looked up, a complete read settles it
  std::uint64_t tried() const noexcept { return arrived + gone + refused + not_found; }
};

class SetAside {
public:
  /// `counts` gets what is written, `lost` is BatchWriterOptions'; everything outlives this.
  SetAside(RunParts const& parts, TableChoice const& choice, Loan& session, PassCounts& counts,
           std::function<void()> lost);

  /// Tries the table's records that `filter` takes, but those that this run has tried before; ends
  /// early when a stop is requested. Throws Error like a pass does.
  RetryCounts retry(mongo::RecordFilter filter);

private:
  using Records = std::vector<mongo::QuarantineRecord>;

  BatchWriterOptions writing(std::function<void()> lost) const;
  void try_some(Records const& records);
  /// The values of the keys whose rows there are.
  std::set<std::string> read(std::vector<Position> const& keys);
  void write(Batch& batch);

  RunParts const& parts_;
  TableChoice const& choice_;
  Loan& session_;
  PassCounts& counts_;
  convert::Plan plan_;
  mysql::ReadSpec spec_;
  mongo::Documents quarantine_;
  BatchWriter writer_;
  Retries retries_;
  RetryCounts result_;
};

} // namespace mysync::sync
