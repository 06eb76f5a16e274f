#pragma once
// Questions to information_schema.

#include "mysql/session.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace mysync::mysql {

/// `SELECT expressions FROM information_schema.<from>`, each as text; `from` has one `?`, which is
/// bound to `schema`. The columns are asked for by position: MySQL changes their names' case.
std::vector<TextRow> ask_schema(Session& session, std::string_view schema,
                                std::vector<std::string> const& expressions, std::string_view from);

} // namespace mysync::mysql
