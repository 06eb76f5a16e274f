#pragma once
// One connection to the source, set up so that nothing the server does by default bends a value.

#include "config/config.hpp"
#include "mysql/handle.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mysync::mysql {

using TextRow = std::vector<std::optional<std::string>>;

struct ServerInfo {
  std::string version; ///< as the server spells it
  unsigned number = 0; ///< 80036 for 8.0.36, 101106 for 10.11.6
  bool mariadb = false;
  std::uint64_t connection_id = 0;
};

/// Read-only, UTC, utf8mb4, no statement time limit, empty sql_mode. Introduces itself to the
/// server (performance_schema.session_connect_attrs) as mysync with `context` (a table's name, or
/// "catalog"). Used by one thread at a time.
class Session {
public:
  /// Throws Error (Fault::source): transient for what may pass (refused, lost, too many
  /// connections), not for access denied, an unknown database or TLS trouble. The message names
  /// host and port, and for access denied where the password came from; never the password.
  Session(config::Mysql const& options, std::string_view context);

  /// All rows of a small result, as text. Throws like the constructor.
  std::vector<TextRow> query(std::string_view sql);

  ServerInfo const& server() const noexcept { return server_; }
  std::chrono::steady_clock::time_point opened() const noexcept { return opened_; }
  /// Borrowed, for statements on this connection.
  MYSQL* get() const noexcept { return connection_.get(); }
  /// `mysql db1:3306`, for messages.
  std::string const& where() const noexcept { return where_; }

  /// False once the connection was lost or given up: take another session then.
  bool usable() const noexcept { return usable_; }

  /// Cuts the line under a result that nobody will read to its end. Both libraries read the rest of
  /// a result before they close its statement, a hundred million rows if need be; on a cut line
  /// they find nothing to read, and the server stops the query when it cannot send. No second
  /// connection and no KILL, which could hit the next query. Also from another thread, for one that
  /// may wait for an answer: it gets an error.
  void cut() noexcept;

  /// The last error of the connection, or of a statement on it, as the error to throw. After a lost
  /// connection the session is not usable.
  Error error(std::string_view doing, MYSQL_STMT* statement = nullptr);

private:
  void introduce();

  std::string where_;
  Connection connection_;
  Descriptor line_; ///< the connection's socket once more, which it cannot close under `cut`
  ServerInfo server_;
  std::chrono::steady_clock::time_point opened_;
  std::atomic<bool> usable_ = true;
};

/// `libmariadb 3.3.20` or `libmysqlclient 9.7.0`: for --version.
std::string client_version();

} // namespace mysync::mysql
