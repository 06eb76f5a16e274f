#pragma once
// How far each table is, for people.

#include "report/layout.hpp"
#include "report/times.hpp"
#include "sync/operations.hpp"

#include <optional>
#include <string>
#include <vector>

namespace mysync::report {

/// `problems`: what --check found (see health.hpp), said below the tables; none: it was not asked.
std::string status_text(sync::PipelineState const& state,
                        std::optional<std::vector<std::string>> const& problems, Wall const& wall,
                        Colour colour);

} // namespace mysync::report
