#pragma once
// Opening a connection: which TLS, which limits, which ways to authenticate.

#include "config/config.hpp"
#include "mysql/handle.hpp"

#include <string>
#include <string_view>

namespace mysync::mysql {

/// `mysql db1:3306` or `mysql /run/mysqld/mysqld.sock`.
std::string address(config::Mysql const& options);

/// A socket, `localhost`, 127.0.0.0/8 or ::1: what is sent stays on this machine.
bool is_local(config::Mysql const& options) noexcept;

/// What the configuration asks for. A CA that is named is always checked.
TlsCheck tls_check(config::Mysql const& options) noexcept;

/// A connection that is encrypted as configured. Throws Error (Fault::source, or Fault::config for
/// TLS that the client library cannot do as asked).
Connection connect(config::Mysql const& options, std::string_view context);

} // namespace mysync::mysql
