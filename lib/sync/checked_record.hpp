#pragma once
// What is remembered about a table, before it is written again.

#include "mongo/table_record.hpp"
#include "sync/hold.hpp"

#include <string>

namespace mysync::sync {

/// `record` itself, unless it has a later token than the lease that is held: then Error of
/// Fault::busy when that lease may be lost, else of Fault::target (see mongo::check_token).
mongo::TableRecord const& checked(mongo::TableRecord const& record, Hold const& lease,
                                  std::string const& pipeline);

} // namespace mysync::sync
