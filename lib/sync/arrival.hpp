#pragma once
// Whether a row's latest change must have arrived in the target by now.

#include "convert/plan.hpp"
#include "mongo/lease.hpp"
#include "mongo/state.hpp"
#include "sync/cursor_order.hpp"
#include "sync/verify_parts.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace mysync::sync {

/// `certainly`: the watermark has passed the row for good. `presumably`: it has, but a run that is
/// on may still bring a change that was committed late, or the row has no place in the order of
/// changes; to be believed when no run is on. `not_yet`: the row is beyond the watermark.
enum class Arrived : std::uint8_t { certainly, presumably, not_yet };

class Arrival {
public:
  Arrival(VerifyParts const& parts, TableChoice const& choice, convert::Plan const& plan);

  /// Reads the state: what is asked afterwards holds for everything that is read later.
  void observe();
  Arrived of(Row row) const;
  /// For what has no row.
  Arrived without_row() const;
  /// No run was on for a while, as far as `observe` saw.
  bool quiet() const;
  /// How many runs of the table ended well. When two have ended since a moment, the second had
  /// begun after it, and has read whatever was there to read.
  std::int64_t runs() const noexcept { return record_ ? record_->good_runs : 0; }
  /// So long a change may be on its way: longer while a run that died seems to hold the lease.
  std::chrono::milliseconds patience() const noexcept;

private:
  VerifyParts const* parts_;
  std::string table_;
  std::optional<std::size_t> cursor_; ///< index in the row
  mongo::State state_;
  mongo::LeaseDocument lease_;
  std::optional<mongo::TableRecord> record_;
  CursorOrder passed_{""}, settled_{""};
  mongo::LeaseView lease_seen_;
  /// When the lease was first seen as it is now; a dead holder does not renew it.
  std::chrono::steady_clock::time_point lease_unchanged_since_;
  std::optional<std::chrono::steady_clock::time_point> quiet_since_;
  bool runs_seen_ = false;
  std::optional<std::chrono::steady_clock::time_point> first_observed_;
};

} // namespace mysync::sync
