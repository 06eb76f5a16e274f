#pragma once
// The one place that knows there are two client libraries: MariaDB's libmariadb and MySQL's own
// libmysqlclient. Everything else is written against what they share.

#include "core/error.hpp"

#include <mysql.h>

#include <string>
#include <type_traits>

namespace mysync::mysql {

#ifdef MARIADB_PACKAGE_VERSION_ID
inline constexpr bool is_libmariadb = true;
#else
inline constexpr bool is_libmariadb = false;
#endif

/// `my_bool` (a char) there, `bool` here.
using Flag = std::remove_pointer_t<decltype(MYSQL_BIND::is_null)>;

/// The library's own start and end, once for the process however many threads connect at once:
/// what mysql_init would do by itself is not safe from several threads.
class ClientLibrary {
public:
  static void start() { static ClientLibrary const once; }
  ~ClientLibrary() { mysql_library_end(); }
  ClientLibrary(ClientLibrary const&) = delete;
  ClientLibrary& operator=(ClientLibrary const&) = delete;

private:
  ClientLibrary()
  {
    if (mysql_library_init(0, nullptr, nullptr) != 0)
      throw failure(Fault::source, "the MySQL client library does not start");
  }
};

/// What the library keeps for a thread, given back when the thread ends. libmysqlclient waits five
/// seconds at the end of the process for threads that never did so; libmariadb keeps nothing.
inline void use_in_this_thread()
{
  struct ThreadData {
    ThreadData() { mysql_thread_init(); }
    ~ThreadData() { mysql_thread_end(); }
  };
  static thread_local ThreadData const data;
}

/// The connection's file descriptor, -1 when it is closed.
inline int socket_of(MYSQL* connection) noexcept
{
#ifdef MARIADB_PACKAGE_VERSION_ID
  return static_cast<int>(mysql_get_socket(connection));
#else
  return connection->net.fd;
#endif
}

/// How far TLS goes, once the configuration's `automatic` has been decided.
enum class TlsCheck { off, encrypted, issuer, issuer_and_name };

/// Tells the library. Throws Error (Fault::config) for a check it cannot make as asked.
inline void set_tls(MYSQL* connection, TlsCheck check)
{
#ifdef MARIADB_PACKAGE_VERSION_ID
  if (check == TlsCheck::issuer) {
    // There is no option for it: built with OpenSSL the library checks the issuer whenever a CA is
    // named and the host's name only when told to; built with GnuTLS it checks both or neither.
    char const* library = "";
    mariadb_get_infov(connection, MARIADB_TLS_LIBRARY, &library);
    if (std::string(library).find("OpenSSL") == std::string::npos)
      throw failure(Fault::config,
                    "tls mode verify-ca: this libmariadb ({}) checks the issuer only together with "
                    "the host name; use verify-identity",
                    library);
  }
  // Without ENFORCE a server (or whoever stands in between) that offers no TLS is talked to in
  // clear.
  my_bool const enforce = check != TlsCheck::off;
  my_bool const verify = check == TlsCheck::issuer_and_name;
  mysql_optionsv(connection, MYSQL_OPT_SSL_ENFORCE, &enforce);
  mysql_optionsv(connection, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &verify);
#else
  unsigned const mode = check == TlsCheck::off         ? SSL_MODE_DISABLED
                        : check == TlsCheck::encrypted ? SSL_MODE_REQUIRED
                        : check == TlsCheck::issuer    ? SSL_MODE_VERIFY_CA
                                                       : SSL_MODE_VERIFY_IDENTITY;
  mysql_options(connection, MYSQL_OPT_SSL_MODE, &mode);
#endif
}

/// Whether authentication methods that send the password itself are allowed: only where nobody can
/// read it on the way, since the server, or whoever answers in its place, chooses the method.
enum class ClearPassword { refused, allowed };

inline void set_clear_password(MYSQL* connection, ClearPassword clear)
{
#ifdef MARIADB_PACKAGE_VERSION_ID
  // The library loads mysql_clear_password and dialog for any server that asks; these do not send
  // it.
  if (clear == ClearPassword::refused)
    mysql_optionsv(connection, MARIADB_OPT_RESTRICTED_AUTH,
                   "mysql_native_password,caching_sha2_password,sha256_password,client_ed25519,"
                   "parsec,auth_gssapi_client");
#else
  bool const enable = clear == ClearPassword::allowed;
  mysql_options(connection, MYSQL_ENABLE_CLEARTEXT_PLUGIN, &enable);
  // Without TLS the password goes encrypted with the server's public key, asked from the server.
  bool const ask = true;
  mysql_options(connection, MYSQL_OPT_GET_SERVER_PUBLIC_KEY, &ask);
#endif
}

} // namespace mysync::mysql
