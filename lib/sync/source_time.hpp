#pragma once
// Asking the source for the time and for those who write.

#include "mongo/session.hpp"
#include "sync/horizon.hpp"
#include "sync/sessions.hpp"

namespace mysync::sync {

/// Opens a new session for it, which is free for others afterwards.
SourceTime read_source_time(Sessions& sessions, mongo::Target const& target);

} // namespace mysync::sync
