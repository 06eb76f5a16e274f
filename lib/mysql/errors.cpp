#include "mysql/errors.hpp"

#include <algorithm>
#include <array>

namespace mysync::mysql {

namespace {

// Numbers below 2000 and from 3000 are the server's (MySQL's and MariaDB's error references), 2000
// to 2999 and 5000 to 5999 the client libraries'.
constexpr std::array passing{
    1040U,                      // too many connections
    1047U,                      // a Galera node that is not yet, or no longer, part of its cluster
    1053U,                      // server shutdown in progress
    1077U, 1079U,               // normal shutdown, shutdown complete
    1135U,                      // cannot create a thread
    1152U, 1184U,               // aborted connection
    1158U, 1159U, 1160U, 1161U, // error or timeout while reading or writing packets
    1180U,                      // error during commit
    1203U,                      // the user's connections are used up
    1205U,                      // lock wait timeout
    1213U,                      // deadlock
    1226U,                      // an hourly resource limit
    1317U,                      // KILL QUERY
    1412U,                      // the table was altered: the next attempt reads the catalogue again
    1461U,                      // too many prepared statements on the server
    1615U,                      // a prepared statement that must be prepared again, too often
    1020U, // the record changed since it was read (MariaDB's snapshot isolation)
    1927U, // KILL (MariaDB)
    1969U, // max_statement_time (MariaDB)
    2001U, 2002U, 2003U, 2004U, // no connection to the socket or host
    2005U, // unknown host: name servers come back, and services are named before they start
    2006U, 2013U, 2055U, // gone away, lost, lost with more detail
    2012U,               // error in the handshake
    2057U,               // the statement's columns changed between two executions: an ALTER
    3024U,               // max_execution_time
    3032U,               // the server is in offline mode
    3168U, 3169U,        // the server is not available, the session was killed
    4031U,               // disconnected by the server because of inactivity
    5013U, 5014U,        // error reading from or writing to the network (libmariadb)
};

// Read errors of an encrypted connection that was cut come as TLS errors or as nonsense packets.
constexpr std::array passing_in_use{2026U, 2027U};

constexpr std::array denied{
    1044U, // no access to the database
    1045U, // wrong password
    1698U, // no password, and the method wants another way in
    1862U, // the password expired
    3118U, // the account is locked
};

bool contains(auto const& numbers, unsigned number) noexcept
{
  return std::ranges::find(numbers, number) != numbers.end();
}

} // namespace

bool is_transient(unsigned number, During during) noexcept
{
  return contains(passing, number) || (during == During::use && contains(passing_in_use, number));
}

bool is_access_denied(unsigned number) noexcept { return contains(denied, number); }

bool wants_tls(unsigned number) noexcept
{
  // 2061: the method (caching_sha2_password without a way to encrypt) reported an error;
  // 3159: require_secure_transport; 5010: a method that is refused in clear.
  return number == 2061U || number == 3159U || number == 5010U;
}

Error source_error(std::string_view doing, unsigned number, std::string_view said, During during)
{
  if (number == 0)
    return transient_failure(Fault::source, "{}: connection lost while reading", doing);
  auto const retry = is_transient(number, during) ? Retry::may_help : Retry::useless;
  return {Fault::source, retry, fmt::format("{}: {} ({})", doing, said, number)};
}

Error connection_error(std::string_view doing, MYSQL* connection)
{
  return source_error(doing, mysql_errno(connection), mysql_error(connection), During::use);
}

Error statement_error(std::string_view doing, MYSQL_STMT* statement, MYSQL* connection)
{
  if (auto const number = mysql_stmt_errno(statement); number != 0)
    return source_error(doing, number, mysql_stmt_error(statement), During::use);
  return connection_error(doing, connection);
}

} // namespace mysync::mysql
