#pragma once
// MariaDB's JSON is a LONGTEXT that it checks; which columns are such.

#include "core/schema.hpp"
#include "mysql/session.hpp"

#include <string_view>
#include <vector>

namespace mysync::mysql {

/// True when `create`, as SHOW CREATE TABLE writes it, has a CHECK that is `json_valid` of the
/// column and nothing else.
bool has_json_check(std::string_view create, std::string_view column);

/// Gives those columns of the tables the type `json`. A table whose definition the user may not see
/// keeps its text.
void mark_json_columns(Session& session, std::vector<Table>& tables);

} // namespace mysync::mysql
