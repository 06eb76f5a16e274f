#pragma once
// The names of choices, as every screen and every document spells them.

#include "config/config.hpp"
#include "sync/findings.hpp"

namespace mysync::report {

/// "loss", "risk", "note".
char const* severity_name(sync::Severity severity) noexcept;
/// "timestamp", "append", "full".
char const* mode_name(config::Mode mode) noexcept;

/// True when something of what `found` names would not arrive: a loss, or a table that cannot be
/// synced.
bool loses_something(std::vector<sync::TableChoice> const& tables,
                     std::vector<sync::TableFindings> const& found) noexcept;

} // namespace mysync::report
