#include "config/credentials.hpp"

#include "config/uri.hpp"
#include "core/error.hpp"

#include <string_view>
#include <utility>

namespace mysync::config {
namespace {

bool equal(Secret const& one, Secret const& other)
{
  return std::string_view(one.reveal()) == other.reveal();
}

bool same_server(Mysql const& one, Mysql const& other)
{
  return one.host == other.host && one.port == other.port && one.socket == other.socket;
}

} // namespace

Credentials::Credentials(Config const& config, std::function<Config()> reload)
    : reload_(std::move(reload)), mysql_(config.mysql), uri_(config.mongodb.uri)
{}

Mysql Credentials::mysql() const
{
  std::lock_guard const lock(mutex_);
  return mysql_;
}

Secret Credentials::uri() const
{
  std::lock_guard const lock(mutex_);
  return uri_;
}

unsigned Credentials::version() const
{
  std::lock_guard const lock(mutex_);
  return version_;
}

bool Credentials::renew(unsigned version)
{
  std::lock_guard const reloading(reloading_);
  if (this->version() != version) return true;
  try {
    return replace(reload_());
  } catch (Error const&) { // what the server said is what has to be told
    return false;
  }
}

bool Credentials::replace(Config const& now)
{
  std::lock_guard const lock(mutex_);
  bool const other_account =
      same_server(now.mysql, mysql_) &&
      (now.mysql.user != mysql_.user || !equal(now.mysql.password, mysql_.password));
  bool const other_uri = !equal(now.mongodb.uri, uri_) &&
                         same_but_for_userinfo(now.mongodb.uri.reveal(), uri_.reveal());
  if (other_account) {
    mysql_.user = now.mysql.user;
    mysql_.password = now.mysql.password;
    mysql_.password_source = now.mysql.password_source;
  }
  if (other_uri) uri_ = now.mongodb.uri;
  if (other_account || other_uri) ++version_;
  return other_account || other_uri;
}

} // namespace mysync::config
