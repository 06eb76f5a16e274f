#pragma once
// The transactions in the text of SHOW ENGINE INNODB STATUS, which no cache stands before.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace mysync::mysql {

struct StatusTransaction {
  std::uint64_t connection = 0; ///< 0: none, as of a prepared one whose session is gone
  std::uint64_t seconds = 0;    ///< it has been open for so many, in whole seconds
};

/// The open transactions that have changed rows. Nothing when the list is not complete (the server
/// cuts it at 1 MB) or not understood. The text of somebody's statement in it can feign a
/// transaction, and hide none.
std::optional<std::vector<StatusTransaction>> changing_transactions(std::string_view status);

} // namespace mysync::mysql
