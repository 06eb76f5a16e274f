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

/// Whose verdicts count: of rows that were not counted yet, of documents without row, or of both.
enum class Counting : std::uint8_t { rows, extra, rows_and_extra };

class SecondLook {
public:
  /// Enough samples to see what is wrong, few enough to be read and held.
  static constexpr std::size_t most_samples = 100;

  /// `result` gets the counts and the samples; everything outlives this.
  SecondLook(VerifyParts const& parts, TableChoice const& choice, convert::Plan& plan,
             Loan& session, TableVerification& result);

  /// Judges every id by its row and its document, both read anew, the row twice: a difference
  /// counts when the row stood still meanwhile, the watermark has passed it, and no run that is on
  /// may still mend it. What one may is looked at again until two runs have left it as it is, or
  /// none is on; what is not known after some seconds counts as not due. False when a signal ended
  /// it.
  bool settle(Spill const& ids, Counting counting);
  /// Before anything is read: whether a run is on, or comes meanwhile, is seen from here on.
  void begin() { arrival_.observe(); }

  /// The ids of rows that differ from their document or have none, and of documents without row.
  Spill const& to_write() const noexcept { return to_write_; }
  Spill const& to_remove() const noexcept { return to_remove_; }
  /// Ids that had neither a row nor a document when they were judged.
  std::uint64_t vanished() const noexcept { return vanished_; }
  /// They were mended: the next repair begins anew.
  void mended();

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
  /// An id whose verdict is awaited.
  struct Pending {
    enum class Stage : std::uint8_t { unseen, seen, counting };
    Octets id;
    std::uint64_t row = 0; ///< a digest of the row as it was when it was seen to differ; 0: none
    std::int64_t runs = 0; ///< of the table that had ended well at the round after that
    Stage stage = Stage::unseen;
  };
  struct Seen {
    std::optional<std::uint32_t> row; ///< index in the batch
    std::optional<Arrived> arrived;   ///< none: there is no row to ask
    bool outlived_runs = false;       ///< it differed before a whole run as it does after it
    bool refused = false, recorded = false, document = false, equal = false, changed = false;
    std::vector<mongo::FieldDifference> fields;
  };
  static void append(Spill& spill, Pending const& pending);
  static Pending pending_in(std::span<std::uint8_t const> octets);
  bool interrupted() const;
  bool round(Spill const& pending, Spill& undecided, Counting counting);
  void look(std::vector<Pending>& pending, Spill& undecided, Counting counting);
  void compare_with_first(Pending& pending, Seen& seen) const;
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
  std::uint64_t vanished_ = 0;
};

} // namespace mysync::sync
