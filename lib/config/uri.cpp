#include "config/uri.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace mysync::config {
namespace {

std::string lower(std::string_view text)
{
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

/// Behind the scheme and the userinfo: `host/db?options`.
std::string_view after_userinfo(std::string_view uri)
{
  uri.remove_prefix(std::min(uri.find("://") + 3, uri.size()));
  // An `@` may also stand, encoded or not, in the options.
  auto const sign = uri.substr(0, uri.find('?')).rfind('@');
  return sign == uri.npos ? uri : uri.substr(sign + 1);
}

/// A port that is no number: what stands there may be the beginning of a password.
bool has_odd_port(std::string_view hosts)
{
  auto const colon = hosts.rfind(':');
  if (colon == hosts.npos || hosts.ends_with(']')) return false;
  return hosts.find_first_not_of("0123456789", colon + 1) < hosts.find_first_of(",?", colon);
}

/// The driver takes the first `@` and the first `/` for the end of the password: what stands behind
/// them would be its host, and be shown as such.
std::optional<std::string> userinfo_complaint(std::string_view uri)
{
  uri.remove_prefix(std::min(uri.find("://") + 3, uri.size()));
  auto const authority = uri.substr(0, uri.find('/'));
  auto const path =
      uri.substr(authority.size(), uri.find('?', authority.size()) - authority.size());
  if (std::count(authority.begin(), authority.end(), '@') > 1)
    return "only one @ may stand before the host; in a user's name or a password write %40";
  if (path.find('@') != path.npos || (authority.find('@') == uri.npos && has_odd_port(authority)))
    return "no / may stand before the @; in a user's name or a password write %2F";
  return std::nullopt;
}

/// `%30` is `0` to the driver as well.
std::string decoded(std::string_view text)
{
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto const high = i + 2 < text.size() ? digits.find(lower(text.substr(i + 1, 1))) : digits.npos;
    auto const low = i + 2 < text.size() ? digits.find(lower(text.substr(i + 2, 1))) : digits.npos;
    if (text[i] == '%' && high != digits.npos && low != digits.npos) {
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

struct Insecure {
  std::string_view option; ///< lower case
  std::string_view value;
  std::string_view shown;
};

// The ssl… names are the older spellings of the tls… ones.
constexpr std::array<Insecure, 6> insecure{{
    {"w", "0", "w=0"},
    {"tlsinsecure", "true", "tlsInsecure=true"},
    {"tlsallowinvalidcertificates", "true", "tlsAllowInvalidCertificates=true"},
    {"tlsallowinvalidhostnames", "true", "tlsAllowInvalidHostnames=true"},
    {"sslallowinvalidcertificates", "true", "sslAllowInvalidCertificates=true"},
    {"sslallowinvalidhostnames", "true", "sslAllowInvalidHostnames=true"},
}};

} // namespace

std::optional<std::string> uri_complaint(std::string_view uri)
{
  if (!uri.starts_with("mongodb://") && !uri.starts_with("mongodb+srv://"))
    return "write a URI that begins with mongodb:// or mongodb+srv://";
  auto const is_blank = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
  if (std::any_of(uri.begin(), uri.end(), is_blank))
    return "a URI holds no space; in a password write %20";
  if (auto wrong = userinfo_complaint(uri)) return wrong;
  auto const rest = after_userinfo(uri);
  if (rest.empty() || rest[0] == '/' || rest[0] == '?')
    return "write a URI that names a host, such as mongodb://db1:27017";
  return std::nullopt;
}

std::vector<std::string> insecure_options(std::string_view uri)
{
  std::vector<std::string> found;
  auto rest = after_userinfo(uri);
  rest.remove_prefix(std::min(rest.find('?'), rest.size()));
  while (!rest.empty()) {
    rest.remove_prefix(1);
    auto const end = std::min(rest.find_first_of("&;"), rest.size());
    auto const pair = rest.substr(0, end);
    auto const equals = std::min(pair.find('='), pair.size());
    auto const option = lower(decoded(pair.substr(0, equals)));
    auto const value = lower(decoded(pair.substr(std::min(equals + 1, pair.size()))));
    for (auto const& bad : insecure)
      if (option == bad.option && value == bad.value) found.emplace_back(bad.shown);
    rest.remove_prefix(end);
  }
  return found;
}

bool same_but_for_userinfo(std::string_view one, std::string_view other)
{
  return one.substr(0, one.find("://")) == other.substr(0, other.find("://")) &&
         after_userinfo(one) == after_userinfo(other);
}

} // namespace mysync::config
