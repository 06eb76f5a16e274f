#pragma once
// What is wrong with a configuration as a whole.

#include "config/draft.hpp"

namespace mysync::config {

/// Fills in what follows from other values: the target's database and the pipeline are named after
/// the source's database.
void fill_in(Config& config);

/// Adds to the draft's problems whatever needs the whole to be seen. The draft is settled and
/// filled in.
void validate(Draft& draft);

} // namespace mysync::config
