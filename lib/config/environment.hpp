#pragma once
// What the environment says: variables by name, and those of an env file.

#include "config/draft.hpp"

#include <map>
#include <string>
#include <string_view>

namespace mysync::config {

/// The lines of an env file, `KEY=VALUE`: with `export ` before, quotes around the value ('…' as it
/// stands, "…" with \n \t \" \\ \$), and comments after `#`, allowed. A line of any other form is a
/// problem. The last of two lines with one name wins.
Variables read_env_file(std::string_view text, Place const& file, Problems& problems);

/// The environment itself over an env file's variables.
Variables over(std::map<std::string, std::string> const& environment, Variables variables);

/// Lays the variables that name keys, and every SYNC_<TABLE>_COLLECTION, over the draft. An empty
/// variable counts as not set. `rank` is larger than that of any file.
void apply_environment(Draft& draft, Variables const& variables, std::size_t rank);

} // namespace mysync::config
