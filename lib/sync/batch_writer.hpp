#pragma once
// One writer's way with a batch: what to insert, what to replace, what to leave, what to set aside.

#include "core/batch.hpp"
#include "mongo/bulk.hpp"
#include "mongo/quarantine.hpp"
#include "sync/hold.hpp"
#include "sync/retry.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <unordered_set>
#include <vector>

namespace mysync::sync {

/// `insert_first`: for a collection that holds little of what comes; what exists is replaced.
/// `compare_first`: for rows read again; only documents that differ are written.
enum class WritePolicy : std::uint8_t { insert_first, compare_first };

/// Shared by a table's writers; counts of acknowledged batches.
class PassCounts {
public:
  std::atomic<std::uint64_t> rows{0}, created{0}, updated{0}, unchanged{0};

  /// Counts each row once, however many passes of the run refuse it.
  void refused(std::vector<Refusal> const& refusals);
  std::uint64_t quarantined() const;

private:
  mutable std::mutex mutex_;
  std::unordered_set<std::size_t> refused_; ///< hashes of the rows' keys
};

struct BatchWriterOptions {
  std::string pipeline, table, collection, run;
  WritePolicy policy = WritePolicy::compare_first;
  bool has_records = false; ///< the table has quarantine records that arriving rows may end
  /// Called when the lease was lost around a write, which may have undone a newer one's; may be
  /// empty.
  std::function<void()> lost = {};
};

class BatchWriter {
public:
  BatchWriter(mongo::Target const& target, Hold const& lease, Retries retries,
              BatchWriterOptions options, PassCounts& counts);

  /// Returns when every row of the batch is a document acknowledged by the majority or has its
  /// quarantine record. Transient errors are retried with the whole batch, which changes nothing
  /// that is right already. Throws Error when it gives up, or when the lease was lost.
  void write(Batch const& batch);

private:
  struct Outcome {
    std::uint64_t created = 0, updated = 0, unchanged = 0;
    std::vector<Refusal> refused;
  };
  struct ToWrite {
    mongo::Selection insert, replace;
  };
  Outcome write_once(Batch const& batch);
  ToWrite choose(Batch const& batch, Outcome& outcome);
  void insert(Batch const& batch, ToWrite& to_write, Outcome& outcome) const;
  void replace(Batch const& batch, mongo::Selection const& selection, Outcome& outcome) const;
  void settle_quarantine(Batch const& batch, Outcome const& outcome) const;

  Hold const* lease_;
  Retries retries_;
  BatchWriterOptions options_;
  PassCounts* counts_;
  mongo::Documents documents_;
  mongo::ListSize lists_;
  mongo::Quarantine quarantine_;
};

} // namespace mysync::sync
