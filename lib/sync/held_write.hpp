#pragma once
// A write that only the holder of the right may make.

#include "core/error.hpp"
#include "sync/hold.hpp"
#include "sync/retry.hpp"

#include <functional>

namespace mysync::sync {

/// Calls `write` under `hold`, again as often as `retries` allows. Between the look at the hold and
/// the write the process may have slept, and another run have written newer versions of the same
/// rows: the right must be held after the acknowledgement too, else `lost` (may be empty) is
/// called and Error thrown. A write whose reply did not come is in doubt: it may arrive yet.
template <class Write>
auto write_held(Hold const& hold, Retries& retries, std::function<void()> const& lost,
                Write const& write)
{
  try {
    auto result = with_retries(retries, [&] {
      hold.check();
      try {
        return write();
      } catch (Error const& error) {
        if (error.transient()) hold.doubt();
        throw;
      }
    });
    hold.check();
    return result;
  } catch (Error const&) {
    if (!hold.held() && lost) lost();
    throw;
  }
}

} // namespace mysync::sync
