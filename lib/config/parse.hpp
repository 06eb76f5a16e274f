#pragma once
// TOML into the draft of a configuration.

#include "config/draft.hpp"

#include <string_view>

namespace mysync::config {

/// Lays one file's text over the draft. `file` names it; its rank is larger than that of the files
/// before. A later value replaces an earlier one; a [[table]] whose name is known continues that
/// entry. Everything that is wrong with the file is added to the draft's problems; false when it is
/// no TOML.
bool parse(Draft& draft, std::string_view text, Place const& file, Variables const& variables);

} // namespace mysync::config
