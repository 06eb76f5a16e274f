#include "sync/version.hpp"

#include "mongo/session.hpp"
#include "mysql/session.hpp"
#include "sync/operations.hpp"

namespace mysync::sync {

char const* program_version() noexcept { return MYSYNC_VERSION; }

std::vector<std::string> client_versions()
{
  return {mysql::client_version(), "libmongoc " + mongo::client_version()};
}

} // namespace mysync::sync
