#pragma once
// Owners of the client library's objects; nothing else frees them.

#include "core/handle.hpp"
#include "mysql/client.hpp"

namespace mysync::mysql {

using Connection = Handle<MYSQL, &mysql_close>;
using Result = Handle<MYSQL_RES, &mysql_free_result>;
/// Closing one whose rows were not all read reads them all first: see Session::abandon.
using StatementHandle = Handle<MYSQL_STMT, &mysql_stmt_close>;

} // namespace mysync::mysql
