#pragma once
// The right to write: the run's lease, or the ranges of a load that another run leads.

#include <cstdint>

namespace mysync::sync {

class Hold {
public:
  virtual ~Hold() = default;
  /// Throws Error (Fault::busy) unless it is certain that nobody else may have the right by now.
  virtual void check() const = 0;
  /// The same as an answer.
  virtual bool held() const noexcept = 0;
  /// A write was sent and its reply did not come: it may still arrive when this run is over, and
  /// whoever holds the right next has to know.
  virtual void doubt() const noexcept = 0;
  /// Not 0 while an earlier holder's last writes may still arrive: a token that names the occasion.
  virtual std::int64_t careful() const noexcept = 0;
  /// The lease's token; 0 when another run holds the lease.
  virtual std::int64_t token() const noexcept = 0;
};

} // namespace mysync::sync
