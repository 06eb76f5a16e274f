#include "mongo/errors.hpp"

#include "core/secret.hpp"
#include "core/text.hpp"

#include <algorithm>
#include <array>

namespace mysync::mongo {

bool is_transient_code(std::int32_t code) noexcept
{
  // From the driver specifications' retryable reads and writes, and WriteConflict (112), which a
  // server may report for a single write.
  static constexpr std::array codes{6,   7,   24,  64,   89,    91,    112,   134,   189,   202,
                                    262, 317, 358, 9001, 10107, 11600, 11602, 13388, 13435, 13436};
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

bool is_transient(bson_error_t const& error) noexcept
{
  switch (error.domain) {
  case MONGOC_ERROR_STREAM: return true;
  case MONGOC_ERROR_SERVER_SELECTION: return error.code == MONGOC_ERROR_SERVER_SELECTION_FAILURE;
  case MONGOC_ERROR_CLIENT: return false; // authentication, options: somebody must act
  default: return is_transient_code(static_cast<std::int32_t>(error.code));
  }
}

bool is_access_denied(bson_error_t const& error) noexcept
{
  // AuthenticationFailed, ReauthenticationRequired
  constexpr std::array codes{18U, 391U};
  if (error.domain == MONGOC_ERROR_CLIENT) return error.code == MONGOC_ERROR_CLIENT_AUTHENTICATE;
  return error.domain == MONGOC_ERROR_SERVER && std::ranges::find(codes, error.code) != codes.end();
}

namespace {

Retry retry_of(bson_error_t const& error) noexcept
{
  if (is_access_denied(error)) return Retry::with_other_credentials;
  return is_transient(error) ? Retry::may_help : Retry::useless;
}

} // namespace

Error target_error(std::string const& doing, bson_error_t const& error)
{
  auto const text = escaped(scrubbed(static_cast<char const*>(error.message)));
  auto const message = fmt::format("{}: {} ({})", doing, text, error.code);
  return {Fault::target, retry_of(error), message};
}

} // namespace mysync::mongo
