#pragma once
// The one door for the client library's errors, and what their numbers mean.

#include "core/error.hpp"
#include "mysql/client.hpp"

#include <cstdint>
#include <string_view>

namespace mysync::mysql {

/// Some numbers mean another thing once a connection stands: a TLS error while connecting is a
/// certificate or a setting, and later it is a cut line.
enum class During : std::uint8_t { connecting, use };

/// Whether what the client library or the server reports under this number may pass by itself.
/// Numbers that nobody put into the table may not.
bool is_transient(unsigned number, During during) noexcept;

/// Whether the server refused the account, so that a secret read anew may help.
bool is_access_denied(unsigned number) noexcept;

/// Whether the server or an authentication method wants TLS before it takes the password.
bool wants_tls(unsigned number) noexcept;

/// `<doing>: <said> (<number>)`. Number 0 is a stream that ended without its end: a lost connection
/// that the library does not report.
Error source_error(std::string_view doing, unsigned number, std::string_view said, During during);

/// The connection's last error.
Error connection_error(std::string_view doing, MYSQL* connection);

/// The statement's last error, else its connection's: a cut stream is reported on either.
Error statement_error(std::string_view doing, MYSQL_STMT* statement, MYSQL* connection);

} // namespace mysync::mysql
