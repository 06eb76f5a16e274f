#pragma once
// What SHOW GRANTS says. Pure text.

#include <string>
#include <string_view>
#include <vector>

namespace mysync::mysql {

/// The rights that a line of SHOW GRANTS gives, in upper case: "SELECT", "PROCESS", "ALL
/// PRIVILEGES"; "GRANT OPTION" when it ends so. None for the grant of a role and for another text.
std::vector<std::string> rights_of(std::string_view grant);

/// Of the rights in `grants` (lines of SHOW GRANTS) those by which somebody could change data,
/// schema, accounts or the server: each once.
std::vector<std::string> excess_rights(std::vector<std::string> const& grants);

} // namespace mysync::mysql
