#pragma once
// `_sync_state`: the tables' records, read and written under the lease's token.

#include "mongo/session.hpp"
#include "mongo/table_record.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mysync::mongo {

/// Which collection a table of some pipeline writes to.
struct Claim {
  std::string pipeline, table, collection;
  std::optional<ClockRecord> clocks; ///< of its last complete reading
};

class State {
public:
  State(Target const& target, std::string const& collection, std::string pipeline);

  /// Throws Error (Fault::target) for a state that a newer program wrote or that cannot be
  /// understood, with what to do.
  std::optional<TableRecord> read(std::string const& table) const;
  std::vector<TableRecord> read_all() const;
  /// Of every table of every pipeline whose state stands in this collection.
  std::vector<Claim> read_claims() const;
  /// Writes the whole record, if no run with a larger token has written it: else throws Error
  /// (Fault::busy), since the lease was lost.
  void write(TableRecord const& record, std::int64_t token) const;
  /// One message of it: the messages of a token are numbered in their order, and one that a later
  /// one has overtaken (a connection hung, a driver sent it twice) changes nothing, so that no
  /// watermark moves back. The message of the last number may come again.
  void write(TableRecord const& record, std::int64_t token, std::int64_t number) const;
  /// Writes what is remembered of verifications, and nothing else of the table's record: without
  /// the lease, also while a run writes the rest. Of a table without a record nothing is
  /// remembered.
  void write_verify(std::string const& table, VerifyRecord const& record) const;
  /// Asks the next holders of the lease to read the table's rows again from this time on, unless
  /// they are asked to begin earlier already. Anybody may, without the lease. Nothing happens when
  /// the table has no record.
  void lower_reread(std::string const& table, std::string const& from) const;
  /// It was done, as it had been asked for so many times (TableRecord::reread_asked): takes the
  /// wish back, unless somebody asked meanwhile.
  void reread_done(std::string const& table, std::int64_t asked) const;

private:
  std::string pipeline_;
  Documents documents_;
};

} // namespace mysync::mongo
