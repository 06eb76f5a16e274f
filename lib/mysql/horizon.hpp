#pragma once
// What the source knows of rows that are still to be committed, as facts; what follows from them is
// decided in sync/horizon.

#include "mysql/clock.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mysync::mysql {

/// Somebody who may commit rows later whose times are not before `since`.
struct Writer {
  enum class Kind : std::uint8_t { statement, transaction };
  Kind kind = Kind::statement;
  std::uint64_t connection = 0; ///< 0: none, as of a prepared transaction whose session is gone
  Micros since;                 ///< not later than it began; mostly in whole seconds
};

/// In the order in which it is read: whoever is not in it committed before the next read, or began
/// after `clock`.
struct Activity {
  SourceClock clock;
  std::vector<Writer> writers; ///< running statements that may write, then open transactions that
                               ///< have changed rows
  /// Why commits may come late that cannot be seen from here: no right to look, or they happen on
  /// another server. Empty: all of them are in `writers`.
  std::string blind;
  bool fresh = true; ///< false: the list of transactions could not be had fresh
  /// There is an open transaction without a session, and XA transactions are prepared: those that
  /// outlived a restart of the server have its time for theirs.
  bool prepared = false;
  std::chrono::seconds uptime{}; ///< of the server; known only then
};

/// The clock, then the statements that run.
Activity read_statements(Session& session);

/// Then the transactions. `fresh` was opened after read_statements: the list that
/// information_schema.innodb_trx gives may be old (the server renews it only when nobody has read
/// it for 0.1 s), and is believed only when this session, which began its first transaction just
/// now, is in it; else SHOW ENGINE INNODB STATUS is asked.
void read_transactions(Session& fresh, Activity& activity);

/// `app@web3`, whose connection it is; empty when it is gone.
std::string owner(Session& session, std::uint64_t connection);

} // namespace mysync::mysql
