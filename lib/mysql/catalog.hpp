#pragma once
// The source's schema, read from information_schema in a handful of queries whatever the number of
// tables.

#include "core/schema.hpp"
#include "mysql/session.hpp"

#include <string_view>
#include <vector>

namespace mysync::mysql {

/// Every base table and view of `schema` that the session may see, by name. Throws Error
/// (Fault::source); an unknown schema is an error that names it.
std::vector<Table> read_tables(Session& session, std::string_view schema);

} // namespace mysync::mysql
