#pragma once
// Runs the program inside the test, with streams of its own and an environment without surprises.

#include <string>
#include <vector>

namespace mysync::cmd {

struct Ran {
  int status = 0;
  std::string out, err;
};

/// `arguments` without the program's name. Variables that configure the program are unset before.
Ran ran(std::vector<std::string> arguments);

/// The same with these variables set.
Ran ran_with(std::vector<std::pair<std::string, std::string>> const& environment,
             std::vector<std::string> arguments);

/// The variables of a configuration whose servers nobody runs; errors come at once.
std::vector<std::pair<std::string, std::string>> nowhere();

} // namespace mysync::cmd
