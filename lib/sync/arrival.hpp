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

private:
  VerifyParts const* parts_;
  std::string table_;
  std::optional<std::size_t> cursor_; ///< index in the row
  mongo::State state_;
  mongo::LeaseDocument lease_;
  std::optional<mongo::TableRecord> record_;
  CursorOrder passed_{""}, settled_{""};
  std::int64_t token_ = -1;
  std::optional<std::chrono::steady_clock::time_point> quiet_since_;
};

} // namespace mysync::sync
