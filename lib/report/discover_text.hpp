#pragma once
// What discovery found, for people.

#include "report/layout.hpp"
#include "sync/operations.hpp"

#include <string>

namespace mysync::report {

/// Each table with its columns, what they become, and what there is to say before the first sync;
/// then the tables left out, and the findings counted.
std::string discover_text(sync::Discovered const& found, Colour colour);

} // namespace mysync::report
