#include "mysql/connect.hpp"

#include "mysql/client_wait.hpp"
#include "mysql/errors.hpp"
#include "mysql/greeting.hpp"
#include "mysql/patience.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace mysync::mysql {

namespace {

using std::chrono::seconds;

// A dead peer is found by keep-alive probes: 30 s of silence, then six unanswered probes 10 s
// apart.
constexpr int keepalive_idle_seconds = 30;
constexpr int keepalive_interval_seconds = 10;
constexpr int keepalive_probes = 6;

// The protocol's own limit. A lower one would end the connection at the first large row, with
// nothing to say which row it was.
constexpr unsigned long largest_packet = 1UL << 30U;

unsigned whole_seconds(config::Duration duration)
{
  return static_cast<unsigned>(std::max(std::chrono::ceil<seconds>(duration), seconds(1)).count());
}

void set_limits(MYSQL* connection, config::Duration timeout)
{
  auto const patient = read_patience(timeout);
  unsigned const brief_seconds = whole_seconds(timeout);
  unsigned const patient_seconds = whole_seconds(patient);
  mysql_options(connection, MYSQL_OPT_CONNECT_TIMEOUT, &brief_seconds);
  mysql_options(connection, MYSQL_OPT_WRITE_TIMEOUT, &brief_seconds);
  mysql_options(connection, MYSQL_OPT_READ_TIMEOUT, &patient_seconds);
  mysql_options(connection, MYSQL_OPT_MAX_ALLOWED_PACKET, &largest_packet);
}

void set_certificates(MYSQL* connection, config::Tls const& tls, TlsCheck check)
{
  if (check == TlsCheck::off) return;
  // libmariadb takes a missing CA for "do not check" here, libmysqlclient refuses to connect.
  if (check == TlsCheck::issuer && tls.ca.empty())
    throw failure(Fault::config, "tls mode verify-ca needs the CA's certificate: ca = \"FILE\"");
  if (!tls.ca.empty()) mysql_options(connection, MYSQL_OPT_SSL_CA, tls.ca.c_str());
  if (!tls.cert.empty()) mysql_options(connection, MYSQL_OPT_SSL_CERT, tls.cert.c_str());
  if (!tls.key.empty()) mysql_options(connection, MYSQL_OPT_SSL_KEY, tls.key.c_str());
}

// For sockets the options fail and change nothing.
void keep_alive(MYSQL* connection) noexcept
{
  int const socket = socket_of(connection);
  int const on = 1;
  auto const set = [socket](int level, int name, int const& value) {
    static_cast<void>(::setsockopt(socket, level, name, &value, sizeof value));
  };
  set(SOL_SOCKET, SO_KEEPALIVE, on);
  set(IPPROTO_TCP, TCP_KEEPIDLE, keepalive_idle_seconds);
  set(IPPROTO_TCP, TCP_KEEPINTVL, keepalive_interval_seconds);
  set(IPPROTO_TCP, TCP_KEEPCNT, keepalive_probes);
}

/// TLS is not used because nobody asked for it and nobody could listen.
bool left_in_clear(config::Mysql const& options) noexcept
{
  return options.tls.mode == config::TlsMode::automatic && tls_check(options) == TlsCheck::off;
}

Connection prepared(config::Mysql const& options, std::string_view context, TlsCheck check)
{
  Connection connection(mysql_init(nullptr));
  if (!connection) throw failure(Fault::source, "the MySQL client library is out of memory");
  MYSQL* const raw = connection.get();
  set_limits(raw, options.pool.timeout);
  set_tls(raw, check);
  set_certificates(raw, options.tls, check);
  bool const readable_on_the_way = check == TlsCheck::off && options.socket.empty();
  set_clear_password(raw, readable_on_the_way ? ClearPassword::refused : ClearPassword::allowed);
  mysql_options(raw, MYSQL_SET_CHARSET_NAME, "utf8mb4");
  // The server may ask for any file of this machine otherwise.
  unsigned const no_local_infile = 0;
  mysql_options(raw, MYSQL_OPT_LOCAL_INFILE, &no_local_infile);
  // Both libraries turn the host "localhost" into a socket of their own choice: host means TCP
  // here.
  unsigned const protocol = options.socket.empty() ? MYSQL_PROTOCOL_TCP : MYSQL_PROTOCOL_SOCKET;
  mysql_options(raw, MYSQL_OPT_PROTOCOL, &protocol);
  if (options.compress) mysql_options(raw, MYSQL_OPT_COMPRESS, nullptr);
  mysql_options4(raw, MYSQL_OPT_CONNECT_ATTR_ADD, "program_name", "mysync");
  mysql_options4(raw, MYSQL_OPT_CONNECT_ATTR_ADD, "context", std::string(context).c_str());
  return connection;
}

Error refused(config::Mysql const& options, MYSQL* connection)
{
  auto const number = mysql_errno(connection);
  auto error = source_error("connecting to " + address(options), number, mysql_error(connection),
                            During::connecting);
  if (!is_access_denied(number)) return error;
  std::string message = error.what();
  if (!options.password_source.empty())
    message += fmt::format("; the password is from {}", options.password_source);
  // The server says no more than this to an account that REQUIREs SSL, and a second attempt, with
  // TLS, would count as another wrong password where there are few to spare.
  if (left_in_clear(options))
    message += "; if the account requires TLS, set tls = { mode = \"required\" }";
  return {Fault::source, Retry::with_other_credentials, message};
}

Error in_clear(config::Mysql const& options)
{
  return failure(
      Fault::source,
      "connecting to {}: the connection is not encrypted, and TLS is asked for; enable it on "
      "the server, or where nobody can listen set mysql.tls = {{ mode = \"off\" }}",
      address(options));
}

struct Attempt {
  Connection connection;
  bool succeeded = false;
};

Attempt attempt(config::Mysql const& options, std::string_view context, TlsCheck check)
{
  auto connection = prepared(options, context, check);
  auto const* const host = options.socket.empty() ? options.host.c_str() : nullptr;
  auto const* const socket = options.socket.empty() ? nullptr : options.socket.c_str();
  auto const* const database = options.database.empty() ? nullptr : options.database.c_str();
  GreetingWatch const greeting;
  if (check != TlsCheck::off)
    set_wait(connection.get(), [](int line, Flag to_read, int timeout_ms) {
      return wait_for_greeting(line, to_read != 0, timeout_ms);
    });
  if (mysql_real_connect(connection.get(), host, options.user.c_str(), options.password.reveal(),
                         database, options.port, socket, 0) == nullptr) {
    if (greeting.refused()) throw in_clear(options);
    return {std::move(connection), false};
  }
  set_wait(connection.get(), nullptr);
  if (check != TlsCheck::off && mysql_get_ssl_cipher(connection.get()) == nullptr)
    throw in_clear(options);
  keep_alive(connection.get());
  return {std::move(connection), true};
}

} // namespace

std::string address(config::Mysql const& options)
{
  if (!options.socket.empty()) return "mysql " + options.socket;
  if (options.host.find(':') != std::string::npos)
    return fmt::format("mysql [{}]:{}", options.host, options.port);
  return fmt::format("mysql {}:{}", options.host, options.port);
}

bool is_local(config::Mysql const& options) noexcept
{
  return !options.socket.empty() || options.host == "localhost" || options.host == "::1" ||
         options.host.starts_with("127.");
}

TlsCheck tls_check(config::Mysql const& options) noexcept
{
  auto const at_least = options.tls.ca.empty() ? TlsCheck::encrypted : TlsCheck::issuer;
  switch (options.tls.mode) {
  case config::TlsMode::off: return TlsCheck::off;
  case config::TlsMode::required: return at_least;
  case config::TlsMode::verify_ca: return TlsCheck::issuer;
  case config::TlsMode::verify_identity: return TlsCheck::issuer_and_name;
  case config::TlsMode::automatic: break;
  }
  return is_local(options) && options.tls.ca.empty() ? TlsCheck::off : at_least;
}

Connection connect(config::Mysql const& options, std::string_view context)
{
  auto made = attempt(options, context, tls_check(options));
  // On this machine nothing is gained by encrypting every row, but a server
  // (require_secure_transport) or a method of authentication may insist.
  if (!made.succeeded && left_in_clear(options) && wants_tls(mysql_errno(made.connection.get())))
    made = attempt(options, context, TlsCheck::encrypted);
  if (!made.succeeded) throw refused(options, made.connection.get());
  return std::move(made.connection);
}

} // namespace mysync::mysql
