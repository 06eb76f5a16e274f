#pragma once
// The command tree: argv in, exit status out.

#include <cstdio>

namespace mysync::cmd {

/// Parses, dispatches, and turns whatever was thrown into one line on `err` and an exit status.
int run_app(int argc, char** argv, std::FILE* out, std::FILE* err);

} // namespace mysync::cmd
