#pragma once
// What a reset of watermarks would mean, for people.

#include "sync/operations.hpp"

#include <string>
#include <vector>

namespace mysync::report {

/// Two lines for each table: the watermark before and after, and what the next run would read.
std::string reset_text(std::vector<sync::ResetPreview> const& previews);

} // namespace mysync::report
