#pragma once
// What discovery found, as a configuration that is ready to run.

#include "config/config.hpp"
#include "sync/operations.hpp"

#include <string>

namespace mysync::report {

/// Every table that can be synced with the collection, key, cursor and mode that were chosen for
/// it, and with everything `config` says; tables that cannot be are excluded, with the reason.
/// Findings stand beside their tables as comments. Holds no secret: passwords, and a URI with one,
/// come from where they came from, or from the environment.
std::string discover_toml(sync::Discovered const& found, config::Config const& config);

} // namespace mysync::report
