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
  /// Not 0 while a dead holder's last writes may still arrive: the take-over's token.
  virtual std::int64_t careful() const noexcept = 0;
  /// The lease's token; 0 when another run holds the lease.
  virtual std::int64_t token() const noexcept = 0;
};

} // namespace mysync::sync
