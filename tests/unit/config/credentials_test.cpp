#include "config/credentials.hpp"

#include "core/error.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace mysync;
using namespace mysync::config;

namespace {

Config config_of(std::string const& password, std::string const& uri)
{
  Config config;
  config.mysql.password = Secret(password);
  config.mongodb.uri = Secret(uri);
  return config;
}

std::string const old_uri = "mongodb://u:old@db2:27017/?replicaSet=rs0";

} // namespace

TEST_CASE("credentials that were changed are found when the old ones are refused, and only then")
{
  auto now = config_of("old", old_uri);
  Credentials credentials(now, [&] { return now; });
  CHECK_FALSE(credentials.renew(credentials.version()));
  now = config_of("new", "mongodb://u:new@db2:27017/?replicaSet=rs0");
  CHECK(std::string(credentials.mysql().password.reveal()) == "old");
  CHECK(credentials.renew(credentials.version()));
  CHECK(std::string(credentials.mysql().password.reveal()) == "new");
  CHECK(std::string(credentials.uri().reveal()).find("u:new@") != std::string::npos);
}

TEST_CASE("who was refused with those before another thread's renewal has others to try at once")
{
  auto now = config_of("old", old_uri);
  int reads = 0;
  Credentials credentials(now, [&] {
    ++reads;
    return now;
  });
  auto const version = credentials.version();
  now = config_of("new", old_uri);
  CHECK(credentials.renew(version));
  CHECK(credentials.renew(version));
  CHECK(reads == 1);
}

TEST_CASE("a URI that names other servers meanwhile is not followed")
{
  Credentials credentials(config_of("old", old_uri),
                          [] { return config_of("old", "mongodb://u:new@elsewhere:27017/"); });
  CHECK_FALSE(credentials.renew(credentials.version()));
  CHECK(std::string(credentials.uri().reveal()) == old_uri);
}

TEST_CASE("a configuration that cannot be read at the moment changes nothing")
{
  Credentials credentials(config_of("old", old_uri),
                          []() -> Config { throw failure(Fault::config, "half written"); });
  CHECK_FALSE(credentials.renew(credentials.version()));
}

TEST_CASE("a MySQL password that is meant for another server is not offered to this one")
{
  auto now = config_of("old", old_uri);
  Credentials credentials(now, [&] { return now; });
  now.mysql.password = Secret(std::string("new"));
  SECTION("another host") { now.mysql.host = "elsewhere"; }
  SECTION("another port") { now.mysql.port = 3307; }
  SECTION("a socket") { now.mysql.socket = "/run/mysqld.sock"; }
  CHECK_FALSE(credentials.renew(credentials.version()));
  CHECK(std::string(credentials.mysql().password.reveal()) == "old");
}

TEST_CASE("an account that was rotated with its password is followed")
{
  auto now = config_of("old", old_uri);
  now.mysql.user = "v-sync-1";
  Credentials credentials(now, [&] { return now; });
  now.mysql.user = "v-sync-2";
  now.mysql.password = Secret(std::string("new"));
  CHECK(credentials.renew(credentials.version()));
  CHECK(credentials.mysql().user == "v-sync-2");
  CHECK(std::string(credentials.mysql().password.reveal()) == "new");
}

TEST_CASE("nobody waits for a command that gives a password but who was refused")
{
  Credentials* shared = nullptr;
  auto const now = config_of("old", old_uri);
  Credentials credentials(now, [&] {
    shared->version(); // as the lease's heartbeat does meanwhile
    return config_of("new", shared->uri().reveal());
  });
  shared = &credentials;
  CHECK(credentials.renew(credentials.version()));
}
