#pragma once
// `_sync_quarantine`: one record for each row that was set aside.

#include "core/batch.hpp"
#include "mongo/session.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace mysync::mongo {

inline constexpr char const* quarantine_collection = "_sync_quarantine";

class Quarantine {
public:
  Quarantine(Target const& target, std::string pipeline, std::string table);

  /// Records the refusals, acknowledged by the majority. The same row stays one record, which
  /// counts the runs that tried it: once for each, however often a batch had to be sent.
  void record(std::vector<Refusal> const& refusals, std::string const& run) const;
  /// Removes the records of rows that have arrived after all (`_id` elements).
  void forget(std::vector<std::span<std::uint8_t const>> const& ids) const;
  /// Removes all records but those that `run` made or found again: after a run that has seen every
  /// row of the table.
  void forget_all_but(std::string const& run) const;
  std::uint64_t count() const;
  /// Those of `ids` (`_id` elements) whose rows have a record, as the records have them.
  std::vector<std::vector<std::uint8_t>>
  recorded(std::vector<std::span<std::uint8_t const>> const& ids) const;

private:
  std::string scope_;
  std::string pipeline_, table_;
  Documents documents_;
};

/// A refusal for a document the target did not accept, its fields as text.
Refusal refusal_of(Batch const& batch, DocumentSlice const& slice, std::string const& message);

} // namespace mysync::mongo
