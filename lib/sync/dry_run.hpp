#pragma once
// What a run would do, without doing any of it.

#include "sync/choice.hpp"
#include "sync/operations.hpp"
#include "sync/sessions.hpp"

#include "mongo/session.hpp"

namespace mysync::sync {

struct DryRunParts {
  Context const& context;
  Sessions& sessions;
  mongo::Target const& target;
};

/// For each table: how it would be read, from where, about how many rows, and what the first
/// hundred of them become. Reads both sides; writes nothing anywhere.
std::vector<TableResult> dry_run(DryRunParts const& parts, std::vector<TableChoice> const& tables,
                                 RunRequest const& request);

} // namespace mysync::sync
