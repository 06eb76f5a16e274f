#pragma once
// What the operator asked for, after files, environment and command line were put together and
// checked. Plain values; every default of the program stands here.

#include "core/secret.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace mysync::config {

using Duration = std::chrono::milliseconds;

enum class TlsMode : std::uint8_t { automatic, off, required, verify_ca, verify_identity };

struct Tls {
  TlsMode mode = TlsMode::automatic; ///< automatic: off on a socket or loopback, else required
  std::string ca, cert, key;         ///< PEM files; empty: none
};

struct Pool {
  unsigned min = 1;                            ///< sessions opened before the first table
  unsigned max = 4;                            ///< sessions, and so tables, at once
  Duration timeout = std::chrono::seconds(30); ///< for connecting, and for waiting for a session
  Duration recycle = std::chrono::hours(1); ///< an older session is replaced before its next table
};

struct Mysql {
  std::string host = "127.0.0.1";
  std::string socket; ///< when set, host and port are not used
  std::uint16_t port = 3306;
  std::string user;
  Secret password;
  std::string password_source; ///< said in an access error: "MYSQL_PASSWORD", "/run/secrets/mysql"
  std::string database;
  std::string datetime_zone = "UTC";
  Tls tls;
  bool compress = false;
  Pool pool;
};

struct Mongodb {
  Secret uri; ///< may carry a password
  std::string database;
  bool allow_insecure = false; ///< the URI may ask for w=0 and for TLS that verifies nothing
};

enum class Mode : std::uint8_t { timestamp, append, full };
enum class NullCursor : std::uint8_t { sweep, refuse };
enum class ZeroDates : std::uint8_t { null, string, quarantine };
/// What `columns.type` asks for.
enum class FieldType : std::uint8_t {
  boolean,
  int32,
  int64,
  real,
  decimal,
  string,
  date,
  binary,
  uuid,
  json,
};

/// How rows that are gone are noticed. `soft`: `column` marks them.
struct Deletes {
  enum class How : std::uint8_t { ignore, soft, reconcile };
  How how = How::ignore;
  std::string column;
  bool operator==(Deletes const&) const = default;
};

/// Where a value was written, for messages about it later: "sync.toml:12:1" or "SYNC_TABLES".
using Origin = std::string;

struct Table {
  std::string name;
  Origin origin;
  std::optional<std::string> collection;
  std::vector<std::string> key;    ///< empty: the primary key, else a unique key
  std::vector<std::string> cursor; ///< empty: found by discovery; at most two
  std::optional<Mode> mode;        ///< none: timestamp with a cursor, else full
  std::optional<std::string> cursor_zone;
  std::optional<std::string> datetime_zone; ///< else [mysql] datetime_zone
  std::optional<Duration> interval;
  std::string where; ///< SQL; empty: all rows
  NullCursor null_cursor = NullCursor::sweep;
  ZeroDates zero_dates = ZeroDates::null;
  bool keep_key = false;
  std::optional<Deletes> deletes; ///< none: ignored, but for `full` tables, which are reconciled
  std::optional<Duration> reconcile_every;
  double max_delete_percent = 10;            ///< of the documents that one reconcile may remove
  std::vector<std::string> exclude;          ///< columns
  std::map<std::string, std::string> rename; ///< column → field
  std::map<std::string, FieldType> types;    ///< by column

  /// The column that marks deleted rows; empty: none does.
  std::string soft_column() const { return deletes ? deletes->column : std::string(); }
  bool reconciles() const { return deletes && deletes->how == Deletes::How::reconcile; }
};

/// What a changed schema does: `ignore` leaves new columns out and says nothing.
enum class Drift : std::uint8_t { follow, ignore, fail };

struct Sync {
  std::string pipeline; ///< names the state; default: the MySQL database's name
  bool enabled = true;
  std::vector<std::string> tables = {"*"}; ///< patterns
  std::vector<std::string> exclude;        ///< patterns
  Duration interval = std::chrono::minutes(60);
  std::optional<std::size_t> batch_size; ///< none: 1000, up to 4000 to a target far away
  unsigned max_retries = 3;
  Duration retry_delay = std::chrono::seconds(30);
  std::optional<Duration> overlap; ///< none: auto
  Duration lease = std::chrono::seconds(30);
  double max_quarantine_percent = 1; ///< of the rows read by a table, at least 100 rows
  unsigned pause_after_failures = 5; ///< in a row, of one table; 0: never
  Drift drift = Drift::follow;
  std::string state_collection = "_sync_state";
};

struct Config {
  Mysql mysql;
  Mongodb mongodb;
  Sync sync;
  std::vector<Table> tables;         ///< the [[table]] entries in their order
  std::vector<std::string> sources;  ///< the files that were read, for messages; may be empty
  std::vector<std::string> warnings; ///< to be logged once logging is set up
};

} // namespace mysync::config
