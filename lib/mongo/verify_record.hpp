#pragma once
// What is remembered of a table's verifications: how the last one ended, and where one that walks
// the table in parts stands. A part of the table's state that runs leave alone.

#include "core/position.hpp"
#include "mongo/document.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace mysync::mongo {

struct VerifyCounts {
  std::uint64_t rows = 0, differing = 0, missing = 0, extra = 0, not_due = 0;
  std::uint64_t differences() const noexcept { return differing + missing + extra; }
};
VerifyCounts operator+(VerifyCounts const& one, VerifyCounts const& other) noexcept;

/// A walk through a table that goes on in the next verification.
struct VerifyWalk {
  TimePoint begun;
  std::string order;                ///< the columns that `position` has a value for
  std::optional<Position> position; ///< of the last row that was verified; none: from the start
  bool rows_done = false;           ///< only documents without row are still to be looked for
  VerifyCounts counts;              ///< so far
};

struct VerifyRecord {
  std::optional<TimePoint> ended; ///< when the last one ended; none: never
  bool whole = false;             ///< it had looked at every row and every document
  VerifyCounts counts;
  std::optional<VerifyWalk> walk;
};

Bson verify_document(VerifyRecord const& record);
/// From the field `verify` of a table's state document; nothing when it has none.
std::optional<VerifyRecord> verify_at(bson_t const& state_document);

} // namespace mysync::mongo
