#pragma once
// What is remembered about each table, and its form in `_sync_state`.

#include "core/position.hpp"
#include "mongo/clock_record.hpp"
#include "mongo/document.hpp"
#include "mongo/verify_record.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mysync::mongo {

/// An unfinished pass over a table: where it began and how far its documents were acknowledged.
struct PassRecord {
  std::string horizon; ///< the watermark this pass will give; kept however often it resumes
  std::string newest;  ///< the last cursor value it reads (catch-up)
  std::string order;   ///< the columns that `position` has a value for
  std::string load;    ///< of a load that is read in ranges: what names them; empty: one position
  std::optional<Position> position;  ///< of the last acknowledged row; none: from the start
  std::optional<ClockRecord> clocks; ///< when the horizon was taken
};

/// In place of a token: the document has none that a run can have written.
inline constexpr std::int64_t no_token = -1;

/// A table's document in `_sync_state`. Cursor values are the exact text of the column.
struct TableRecord {
  std::string table, collection;
  std::string identity;              ///< the collection's uuid; empty: not known
  std::int64_t documents = 0;        ///< in the collection when the last run that wrote ended
  std::vector<std::string> key;      ///< the columns it was read by
  std::string ids;                   ///< what kinds of values they make of `_id`; empty: not known
  std::string cursor;                ///< column names joined by ", "; empty: none
  std::string where;                 ///< the filter it was read with
  std::string soft;                  ///< the column that marked deleted rows; empty: none
  std::string schema;                ///< fingerprint: each column's name and declared type
  std::vector<std::string> reformed; ///< columns whose type changed since a complete load
  std::string phase = "snapshot";    ///< "snapshot" until a first load was finished, then "steady"
  std::string watermark;             ///< empty: none
  /// The horizon of the last complete reading, which gave the watermark or, after the source's
  /// clock went back, is below it; and the clocks when it was taken. Empty: not known.
  std::string horizon;
  std::optional<ClockRecord> clocks;
  std::string newest;              ///< the largest cursor value any run has read; empty: none
  std::string mark;                ///< append: a key to which the watermark may move …
  std::optional<TimePoint> marked; ///< … once every transaction open at this moment has ended
  std::optional<PassRecord> snapshot, catch_up;
  /// The watermark that the first run found after an earlier holder's writes were in doubt, and
  /// that occasion's token: until the first run that begins when they can arrive no more, that one
  /// included, every run reads again from there.
  std::string careful_from;
  std::int64_t careful_token = 0;
  /// A run that wrote after it had lost the lease wants rows read again from here; empty: none did.
  /// Never written with the record: see State::lower_reread.
  std::string reread_from;
  std::int64_t reread_asked = 0; ///< how often; not written either
  std::string
      blind; ///< why the last run could not see transactions that commit late; empty: it could
  std::optional<TimePoint> last_sync;    ///< when the last run of this table ended well
  std::optional<TimePoint> synced_as_of; ///< when that run's reading began
  std::optional<TimePoint> reconciled;   ///< when gone rows were last looked for to the end
  std::string last_status, last_error;
  std::int64_t failures = 0; ///< in a row
  std::int64_t runs = 0, good_runs = 0;
  std::int64_t token = 0; ///< of the lease it was last written under; as read, or no_token
  std::optional<VerifyRecord> verify; ///< read with the rest, written apart: State::write_verify
};

/// The version of the documents' shape; a state with a larger one is refused.
inline constexpr int state_version = 1;

/// The record as its document, and back; apart for the tests.
Bson to_document(std::string const& id, std::string const& pipeline, TableRecord const& record,
                 std::int64_t token);
TableRecord from_document(bson_t const& document);

/// Throws Error (Fault::target) when the record was written under no lease, or a later one than the
/// one that is held: since it is held, somebody edited it or lost the lease's document. To be asked
/// before the record is written again; who only reads it need not care.
void check_token(TableRecord const& record, std::string const& pipeline, std::int64_t lease_token);

} // namespace mysync::mongo
