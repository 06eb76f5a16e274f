#pragma once
// The ranges of a load that several workers share, one document a table in `_sync_state`. Whoever
// changes it has read it before, and loses when somebody else was faster.

#include "core/position.hpp"
#include "mongo/session.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mysync::mongo {

/// The rows behind `after` (none: from the first) up to and with `until` (none: to the last).
struct Range {
  std::int64_t number = 0;
  std::optional<Position> after, until;
  std::optional<Position> position; ///< of the last acknowledged row; none: nothing yet
  std::string worker;               ///< who reads it; empty: nobody
  std::int64_t token = 0; ///< the lease's, when the worker belongs to the run that holds it; else 0
  std::int64_t beat = 0;  ///< grows while the worker lives
  bool operator==(Range const&) const = default;
};

struct Ranges {
  std::string load;        ///< which load they belong to
  std::string order;       ///< the columns that positions have a value for
  bool into_empty = false; ///< whether the collection was empty when the load began
  std::vector<Range> unfinished;
  std::optional<Position> frontier; ///< behind it nothing has been cut; none: nothing at all
  bool all_cut = false;
  std::int64_t cut_count = 0;
  /// The range that one worker reads to the last row unless another asks for a share; 0: none.
  std::int64_t whole = 0;
  bool share_asked = false;
  std::int64_t revision = 0; ///< grows with every change; the store's own

  bool done() const noexcept { return all_cut && unfinished.empty(); }
  bool operator==(Ranges const&) const = default;
};

/// As its document, and back; apart for the tests. Throws Error (Fault::target) for what cannot be
/// understood.
Bson to_document(Ranges const& ranges);
Ranges ranges_of(bson_t const& document);

/// The ranges of one table's load. For one thread.
class RangeStore {
public:
  RangeStore(Target const& target, std::string const& state_collection, std::string const& pipeline,
             std::string const& table);

  std::optional<Ranges> read() const;
  /// In place of whatever is there.
  void begin(Ranges const& ranges) const;
  /// Writes what was made of `read`'s answer; false when somebody else has changed it since.
  bool replace(Ranges const& ranges) const;
  void remove() const;

private:
  std::string id_;
  Documents documents_;
};

} // namespace mysync::mongo
