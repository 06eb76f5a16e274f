#pragma once
// The one door to the TOML library.

#include "config/node.hpp"

#include <optional>
#include <string_view>

namespace mysync::config {

/// The top-level keys of the TOML document `text`. `file` gives name and rank to the places. What
/// is not TOML is added to `problems`, and nothing is returned.
std::optional<Node::Table> read_toml(std::string_view text, Place const& file, Problems& problems);

} // namespace mysync::config
