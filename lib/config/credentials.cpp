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

} // namespace

Credentials::Credentials(Config const& config, std::function<Config()> reload)
    : reload_(std::move(reload)), password_(config.mysql.password), uri_(config.mongodb.uri)
{}

Secret Credentials::password() const
{
  std::lock_guard const lock(mutex_);
  return password_;
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
  std::lock_guard const lock(mutex_);
  if (version_ != version) return true;
  try {
    auto const now = reload_();
    bool const other_password = !equal(now.mysql.password, password_);
    bool const other_uri =
        !equal(now.mongodb.uri, uri_) &&
        same_but_for_userinfo(now.mongodb.uri.reveal(), uri_.reveal()); // never another server
    if (other_password) password_ = now.mysql.password;
    if (other_uri) uri_ = now.mongodb.uri;
    if (other_password || other_uri) ++version_;
    return other_password || other_uri;
  } catch (Error const&) { // what the server said is what has to be told
    return false;
  }
}

} // namespace mysync::config
