#pragma once
// From the outside world to a checked configuration.

#include "config/config.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace mysync::config {

struct LoadRequest {
  std::vector<std::string> files;                 ///< given with -c; each must exist
  std::optional<std::string> env_file;            ///< given with --env-file; must exist
  std::map<std::string, std::string> environment; ///< the process's own
  /// Where to look when no file is given, beside $XDG_CONFIG_HOME/mysync/sync.toml.
  std::string here = "sync.toml";
  std::string system_wide = "/etc/mysync/sync.toml";
};

/// Files, in their order, over the defaults; the environment (over the env file) over the files;
/// then the checks of the whole, and the password. Throws Error (Fault::config) whose message is
/// everything that is wrong, a line each, without a secret.
Config load(LoadRequest const& request);

/// The process's own environment.
std::map<std::string, std::string> process_environment();

} // namespace mysync::config
