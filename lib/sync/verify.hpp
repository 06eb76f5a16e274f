#pragma once
// What `mysync verify` asks of the engine, and what it finds: both sides compared value by value.

#include "core/error.hpp"
#include "mongo/difference.hpp"
#include "sync/operations.hpp"
#include "sync/result.hpp"
#include "sync/typed_key.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mysync::sync {

/// Which part of each table is looked at; at most one of `keys`, `sample_percent` and a walk.
struct VerifyRequest {
  std::vector<std::string> tables;      ///< empty: all
  std::vector<TypedKey> keys;           ///< only these rows
  std::optional<double> sample_percent; ///< whole windows of keys, chosen by `seed`
  std::uint64_t seed = 0;
  std::optional<double> window_percent; ///< a walk: this share of each table, from where it stands
  bool walk = false;                    ///< goes on where the last walk stopped
  mongo::FieldOrder order = mongo::FieldOrder::ignored;
  bool repair = false;
  bool dry_run = false;       ///< of a repair: only says what it would do
  bool force_deletes = false; ///< of a repair: removes however many documents

  bool partial() const noexcept { return !keys.empty() || sample_percent; }
};

/// One row or document that is not the same on both sides.
struct Difference {
  enum class Kind : std::uint8_t { differing, missing, extra };
  Kind kind = Kind::differing;
  std::string key;                            ///< the `_id` in canonical Extended JSON
  std::vector<mongo::FieldDifference> fields; ///< of kind differing; the first few
};
char const* kind_name(Difference::Kind kind) noexcept;

/// What a sample looked at, of how much.
struct SampleReach {
  /// Rows of a window: neighbours that a mistake spoils together, and enough windows to choose
  /// from.
  static constexpr std::uint64_t window_rows = 100;
  std::uint64_t windows = 0, windows_in_table = 0;
  std::uint64_t documents = 0, documents_in_collection = 0; ///< those whose row was looked for
};

/// One table's part. Every row that was read is equal, differing, missing, not due or quarantined.
struct TableVerification {
  std::string table, collection;
  TableStatus status = TableStatus::success;
  std::uint64_t rows = 0;
  std::uint64_t documents = 0; ///< in the collection; of a part: those that were looked at
  std::uint64_t equal = 0, differing = 0, missing = 0, extra = 0;
  std::uint64_t not_due = 0;     ///< differ, but the next run reads them: beyond the watermark
  std::uint64_t quarantined = 0; ///< set aside: they have no document, or an older one
  std::uint64_t written = 0, removed = 0; ///< by the repair; with dry_run: that it would
  std::vector<Difference> samples;
  std::optional<SampleReach> sample; ///< of a request for one
  bool whole = false; ///< every row and every document was looked at, in this or in earlier parts
  double duration_seconds = 0;
  std::optional<Fault> fault; ///< with status failed
  std::string error;
  std::vector<std::string> news;

  std::uint64_t differences() const noexcept { return differing + missing + extra; }
};

struct Verification {
  std::string run, pipeline;
  std::chrono::system_clock::time_point started;
  double duration_seconds = 0;
  std::vector<TableVerification> tables;
  bool repair = false, dry_run = false;
  bool more_to_do = false; ///< stopped before the end of a table

  std::uint64_t differences() const noexcept;
  /// A difference is still there: one that no repair mended, of a table that did not fail.
  bool different() const noexcept;
  /// No table failed, and no difference is still there.
  bool equal() const noexcept;
};

/// Reads both sides; only with `repair` (and without `dry_run`) it writes documents, under the
/// lease. Remembers in the state how each table's verification ended. Throws Error when a side
/// cannot be reached at all, Fault::busy when a repair finds the lease taken.
Verification verify(Context const& context, VerifyRequest const& request,
                    ShowProgress const& progress);

} // namespace mysync::sync
