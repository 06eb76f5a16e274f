#pragma once
// The clocks of both servers as they were when a horizon was taken: by them the next run sees that
// the source's went back, or that the source is another server.

#include "mongo/document.hpp"

#include <optional>
#include <string>

namespace mysync::mongo {

struct ClockRecord {
  TimePoint source, target; ///< the target's was read first
  std::string cursor; ///< what the clock that fills the cursor showed then, with all six digits
  std::string server; ///< which server the source was; empty where it does not tell

  friend bool operator==(ClockRecord const&, ClockRecord const&) = default;
};

Bson clocks_document(ClockRecord const& clocks);
/// Nothing when there is none at that path.
std::optional<ClockRecord> clocks_at(bson_t const& document, std::string const& path);

} // namespace mysync::mongo
