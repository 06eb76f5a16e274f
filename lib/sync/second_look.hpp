#pragma once
// What seems to be a difference, looked at again until it is known to be one: rows change while
// they are compared, and runs bring their changes.

#include "core/batch.hpp"
#include "sync/arrival.hpp"
#include "sync/row_lookup.hpp"
#include "sync/spill.hpp"
#include "sync/verify_parts.hpp"

#include "mongo/quarantine.hpp"

#include <cstdint>
#include <vector>

namespace mysync::sync {

/// Whose verdicts count: of rows that were not counted yet, or only documents without row.
enum class Counting : std::uint8_t { rows, extra };

class SecondLook {
public:
  /// `result` gets the counts and the samples; everything outlives this.
  SecondLook(VerifyParts const& parts, TableChoice const& choice, convert::Plan& plan,
             Loan& session, TableVerification& result);

  /// Judges every id by its row and its document, both read anew, the row twice: a difference
  /// counts when the row stood still meanwhile and the watermark has passed it. What a run that is
  /// on may still mend is looked at again, for some seconds at most. False when a signal ended it.
  bool settle(Spill const& ids, Counting counting);

  /// The ids of rows that differ from their document or have none, and of documents without row.
  Spill const& to_write() const noexcept { return to_write_; }
  Spill const& to_remove() const noexcept { return to_remove_; }

private:
  using Octets = std::vector<std::uint8_t>;
  enum class Verdict : std::uint8_t {
    undecided,
    equal,
    vanished,
    quarantined,
    not_due,
    differing,
    missing,
    extra
  };
  struct Seen {
    std::optional<std::uint32_t> row; ///< index in the batch
    std::optional<Arrived> arrived;   ///< none: there is no row to ask
    bool refused = false, recorded = false, document = false, equal = false, changed = false;
    std::vector<mongo::FieldDifference> fields;
  };
  bool round(Spill const& ids, Spill& undecided, Counting counting);
  void look(std::vector<Octets> const& ids, Spill& undecided, Counting counting);
  void read_rows(mongo::IdSpans const& ids, std::vector<Seen>& seen);
  void read_documents(mongo::IdSpans const& ids, std::vector<Seen>& seen);
  void read_again(mongo::IdSpans const& ids, std::vector<Seen>& seen);
  Verdict verdict(Seen const& seen) const;
  void count(Verdict verdict, Octets const& id, Seen& seen, Counting counting);
  void sample(Difference::Kind kind, Octets const& id, Seen& seen);

  VerifyParts const* parts_;
  TableChoice const* choice_;
  convert::Plan* plan_;
  TableVerification* result_;
  RowLookup rows_;
  RowLookup departed_rows_; ///< those that the configured filter leaves out
  Arrival arrival_;
  mongo::Documents documents_;
  mongo::Quarantine quarantine_;
  Retries retries_;
  Batch batch_;
  std::size_t at_once_;
  bool last_ = false; ///< what is not decided now is as it seems
  Spill to_write_{1}, to_remove_{1};
};

} // namespace mysync::sync
