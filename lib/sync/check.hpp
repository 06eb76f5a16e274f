#pragma once
// What `mysync check` asks: whether a run would work, and with which rights. Writes nothing.

#include "sync/operations.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace mysync::sync {

/// `error`: a run fails, or a table of it. `warning`: it works, and something should be other.
enum class CheckSeverity : std::uint8_t { error, warning };

struct CheckFinding {
  std::string code; ///< stable: "mysql_connection", "no_select"
  CheckSeverity severity = CheckSeverity::warning;
  std::string message;
  std::string fix; ///< what to do, as it is typed where that is possible
};

/// Everything that was found, errors and warnings as they came: configuration, source, tables,
/// target. A side that cannot be reached is a finding; the other is checked all the same. Throws
/// Error (Fault::usage) for an unknown table.
std::vector<CheckFinding> check(Context const& context, std::vector<std::string> const& tables);

} // namespace mysync::sync
