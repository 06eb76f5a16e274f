#pragma once
// What every table of a verification shares.

#include "core/batch.hpp"
#include "sync/flow.hpp"
#include "sync/lease_keeper.hpp"
#include "sync/retry.hpp"
#include "sync/sessions.hpp"
#include "sync/verify.hpp"

#include "mongo/session.hpp"

#include <chrono>
#include <string>

namespace mysync::sync {

/// A walk remembers its place so often, so that little is lost when the program is killed; the
/// differences before it are settled. The fault tests link another definition.
std::chrono::milliseconds walk_slice() noexcept;

/// Everything outlives the tables.
struct VerifyParts {
  Context const& context;
  VerifyRequest const& request;
  Sessions& sessions;
  mongo::Target const& target;
  LeaseKeeper const* lease; ///< only of a repair that writes
  std::string run;
  BatchLimits limits;
  FlowLimits flow; ///< of one table
  ShowProgress progress;

  Retries retries(std::string const& table) const { return retries_of(context, table); }
  bool stopped() const { return context.stop.requested(); }
};

} // namespace mysync::sync
