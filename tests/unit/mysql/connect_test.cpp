#include "mysql/connect.hpp"

#include <catch2/catch.hpp>

using namespace mysync;
using namespace mysync::mysql;
using config::TlsMode;

namespace {

config::Mysql at(std::string host, std::string socket = "")
{
  config::Mysql options;
  options.host = std::move(host);
  options.socket = std::move(socket);
  return options;
}

} // namespace

TEST_CASE("a server is named by its host and port, or by its socket")
{
  CHECK(address(at("db1")) == "mysql db1:3306");
  CHECK(address(at("::1")) == "mysql [::1]:3306");
  CHECK(address(at("db1", "/run/mysqld/mysqld.sock")) == "mysql /run/mysqld/mysqld.sock");
}

TEST_CASE("only a socket and loopback addresses are local")
{
  for (char const* const local : {"localhost", "127.0.0.1", "127.1.2.3", "::1"}) {
    INFO(local);
    CHECK(is_local(at(local)));
  }
  for (char const* const remote : {"db1", "10.0.0.1", "localhost.example.com", "128.0.0.1", ""}) {
    INFO(remote);
    CHECK_FALSE(is_local(at(remote)));
  }
  CHECK(is_local(at("db1", "/run/mysqld/mysqld.sock")));
}

TEST_CASE("TLS goes as far as the configuration says, and a CA that is named is checked")
{
  struct {
    TlsMode mode;
    char const *host, *ca;
    TlsCheck check;
  } const table[] = {
      {TlsMode::automatic, "localhost", "", TlsCheck::off},
      {TlsMode::automatic, "db1", "", TlsCheck::encrypted},
      {TlsMode::automatic, "db1", "ca.pem", TlsCheck::issuer},
      {TlsMode::automatic, "localhost", "ca.pem", TlsCheck::issuer},
      {TlsMode::off, "db1", "ca.pem", TlsCheck::off},
      {TlsMode::required, "localhost", "", TlsCheck::encrypted},
      {TlsMode::required, "db1", "ca.pem", TlsCheck::issuer},
      {TlsMode::verify_ca, "db1", "ca.pem", TlsCheck::issuer},
      {TlsMode::verify_ca, "db1", "", TlsCheck::issuer},
      {TlsMode::verify_identity, "localhost", "ca.pem", TlsCheck::issuer_and_name},
      {TlsMode::verify_identity, "db1", "", TlsCheck::issuer_and_name},
  };
  for (auto const& [mode, host, ca, check] : table) {
    INFO(static_cast<int>(mode) << " " << host << " " << ca);
    auto options = at(host);
    options.tls.mode = mode;
    options.tls.ca = ca;
    CHECK(tls_check(options) == check);
  }
}
