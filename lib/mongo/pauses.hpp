#pragma once
// Which pipelines and tables are paused: fields of their state documents that no run writes, so
// that they can be set while one is on.

#include "mongo/lease.hpp"
#include "mongo/session.hpp"

#include <map>
#include <optional>
#include <string>

namespace mysync::mongo {

struct Pause {
  TimePoint since;
  std::string by;     ///< "root@db1", or `paused_itself`
  std::string reason; ///< may be empty
};

/// Who paused a table that failed too often.
inline constexpr char const* paused_itself = "mysync";

/// The field `paused` of a state document; none: not paused.
std::optional<Pause> pause_at(bson_t const& document);

class Pauses {
public:
  Pauses(Target const& target, std::string const& state_collection, std::string pipeline);

  std::optional<Pause> of_pipeline() const;
  /// Of the pipeline's tables, by their names.
  std::map<std::string, Pause> of_tables() const;
  /// Without the lease: a run that is on finishes, the next one finds it.
  void pause_pipeline(Pause const& pause) const;
  void pause_table(std::string const& table, Pause const& pause) const;
  void resume_pipeline() const;
  /// Its failures in a row begin anew.
  void resume_table(std::string const& table) const;

private:
  std::string pipeline_;
  Documents documents_;
  LeaseDocument lease_;
};

} // namespace mysync::mongo
