#pragma once
// `_sync_quarantine`: one record for each row that was set aside.

#include "core/batch.hpp"
#include "mongo/session.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace mysync::mongo {

class Quarantine {
public:
  Quarantine(Target const& target, std::string pipeline, std::string table);

  /// Records the refusals, acknowledged by the majority; the same row stays one record and counts
  /// its attempts.
  void record(std::vector<Refusal> const& refusals, std::string const& run) const;
  /// Removes the records of rows that have arrived after all (`_id` elements).
  void forget(std::vector<std::span<std::uint8_t const>> const& ids) const;
  std::uint64_t count() const;

private:
  std::string scope_;
  std::string pipeline_, table_;
  Documents documents_;
};

/// A refusal for a document the target did not accept, its fields as text.
Refusal refusal_of(Batch const& batch, DocumentSlice const& slice, std::string const& message);

} // namespace mysync::mongo
