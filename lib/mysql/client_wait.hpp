#pragma once
// Beside client.hpp, what only connecting needs to know of the two client libraries.

#include "mysql/client.hpp"

namespace mysync::mysql {

/// Lets `wait` wait in the library's place, with the meaning of its MARIADB_OPT_IO_WAIT; none: it
/// waits itself. libmysqlclient needs no such help: it asks for TLS before it sends anything.
using Wait = int (*)(int socket, Flag to_read, int timeout_ms);
inline void set_wait(MYSQL* connection, Wait wait)
{
#ifdef MARIADB_PACKAGE_VERSION_ID
  mysql_optionsv(connection, MARIADB_OPT_IO_WAIT, wait);
#else
  static_cast<void>(connection);
  static_cast<void>(wait);
#endif
}

} // namespace mysync::mysql
