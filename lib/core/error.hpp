#pragma once
// The one exception of the program, and whose move it is.

#include <fmt/format.h>

#include <stdexcept>
#include <string>
#include <utility>

namespace mysync {

/// Who must act, and so which exit status follows. `busy`: another run holds the lease.
/// `data`: the rows or documents themselves are in the way; trying again changes nothing.
enum class Fault { usage, config, data, source, target, busy, interrupted };

/// Whether the same attempt may succeed later without anybody acting; `with_other_credentials`:
/// those it was made with were refused, and may have been changed since they were read.
enum class Retry { useless, may_help, with_other_credentials };

class Error : public std::runtime_error {
public:
  Error(Fault fault, Retry retry, std::string const& message)
      : std::runtime_error(message), fault_(fault), retry_(retry)
  {}
  Fault fault() const noexcept { return fault_; }
  bool transient() const noexcept { return retry_ == Retry::may_help; }
  bool denied() const noexcept { return retry_ == Retry::with_other_credentials; }

private:
  Fault fault_;
  Retry retry_;
};

/// Makes the error to throw: `throw failure(Fault::data, "table {}: …", name)`. The message is
/// lower case, names the thing, the reason and the next step, has no full stop and never a secret.
template <class... Args>
Error failure(Fault fault, fmt::format_string<Args...> message, Args&&... args)
{
  return {fault, Retry::useless, fmt::format(message, std::forward<Args>(args)...)};
}

/// The same for what may pass by itself: a lost connection, an election, a deadlock.
template <class... Args>
Error transient_failure(Fault fault, fmt::format_string<Args...> message, Args&&... args)
{
  return {fault, Retry::may_help, fmt::format(message, std::forward<Args>(args)...)};
}

} // namespace mysync
