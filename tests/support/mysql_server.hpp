#pragma once
// The MySQL or MariaDB server that integration tests run against: MYSYNC_TEST_MYSQL, as
// `mysql://user:password@host:port`. Without it a test fails; it is not skipped.

#include "mysql/connect.hpp"
#include "mysql/errors.hpp"
#include "mysql/session.hpp"

#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace mysync::test {

inline std::string percent_decoded(std::string_view text)
{
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned byte = 0;
    bool const hex = text[i] == '%' && i + 2 < text.size() &&
                     std::from_chars(&text[i + 1], &text[i + 3], byte, 16).ptr == &text[i + 3];
    decoded += hex ? static_cast<char>(byte) : text[i];
    if (hex) i += 2;
  }
  return decoded;
}

/// `mysql://user:password@host:port[/database]`; the password may be missing, and the port.
inline config::Mysql parse_mysql_uri(std::string_view uri)
{
  constexpr std::string_view scheme = "mysql://";
  auto const at = uri.rfind('@');
  if (!uri.starts_with(scheme) || at == std::string_view::npos)
    throw std::runtime_error("MYSYNC_TEST_MYSQL is not mysql://user:password@host:port");
  config::Mysql options;
  auto const account = uri.substr(scheme.size(), at - scheme.size());
  auto const colon = account.find(':');
  options.user = percent_decoded(account.substr(0, colon));
  if (colon != std::string_view::npos)
    options.password = Secret(percent_decoded(account.substr(colon + 1)));
  options.password_source = "MYSYNC_TEST_MYSQL";
  auto place = uri.substr(at + 1);
  if (auto const slash = place.find('/'); slash != std::string_view::npos) {
    options.database = percent_decoded(place.substr(slash + 1));
    place = place.substr(0, slash);
  }
  auto const port = place.rfind(':');
  options.host = place.substr(0, port);
  if (port != std::string_view::npos) {
    auto const digits = place.substr(port + 1);
    std::from_chars(digits.data(), digits.data() + digits.size(), options.port);
  }
  return options;
}

inline config::Mysql mysql_options()
{
  char const* const uri = std::getenv("MYSYNC_TEST_MYSQL");
  if (uri == nullptr || *uri == '\0')
    throw std::runtime_error("MYSYNC_TEST_MYSQL is not set: integration tests need a server");
  return parse_mysql_uri(uri);
}

/// A database of this process's own, dropped at the end unless MYSYNC_KEEP_TEST_DB=1, and a
/// connection that may write: UTC, empty sql_mode, so that every value a table can hold can be put
/// into it.
class MysqlDatabase {
public:
  MysqlDatabase() : options_(mysql_options())
  {
    static unsigned count = 0;
    options_.database = fmt::format("mysync_test_{}_{}", ::getpid(), ++count);
    auto unnamed = options_;
    unnamed.database.clear();
    mysql::ClientLibrary::start();
    connection_ = mysql::connect(unnamed, "test");
    run("SET time_zone = '+00:00', sql_mode = '', NAMES utf8mb4");
    run(fmt::format("CREATE DATABASE `{}` CHARACTER SET utf8mb4", options_.database));
    run(fmt::format("USE `{}`", options_.database));
  }
  ~MysqlDatabase()
  {
    char const* const keep = std::getenv("MYSYNC_KEEP_TEST_DB");
    auto const drop = fmt::format("DROP DATABASE `{}`", options_.database);
    if (keep == nullptr || std::string_view(keep) != "1")
      mysql_real_query(connection_.get(), drop.data(), drop.size());
  }
  MysqlDatabase(MysqlDatabase const&) = delete;
  MysqlDatabase& operator=(MysqlDatabase const&) = delete;

  /// Runs one statement, and throws when it fails.
  void run(std::string const& sql)
  {
    if (mysql_real_query(connection_.get(), sql.data(), sql.size()) != 0)
      throw mysql::connection_error("test: " + sql.substr(0, 200), connection_.get());
    mysql::Result const ignored(mysql_store_result(connection_.get()));
  }

  /// The first cell of the first row.
  std::optional<std::string> ask(std::string const& sql)
  {
    if (mysql_real_query(connection_.get(), sql.data(), sql.size()) != 0)
      throw mysql::connection_error("test: " + sql, connection_.get());
    mysql::Result const result(mysql_store_result(connection_.get()));
    MYSQL_ROW const row = result ? mysql_fetch_row(result.get()) : nullptr;
    if (row == nullptr || row[0] == nullptr) return std::nullopt;
    return std::string(row[0], mysql_fetch_lengths(result.get())[0]);
  }

  /// For sessions: this database on the test server.
  config::Mysql const& options() const noexcept { return options_; }
  std::string const& name() const noexcept { return options_.database; }
  bool is_mariadb()
  {
    return ask("SELECT CONCAT(VERSION(), @@version_comment)")->find("aria") != std::string::npos;
  }

private:
  config::Mysql options_;
  mysql::Connection connection_;
};

} // namespace mysync::test
