#pragma once
// Where the password comes from.

#include "config/draft.hpp"

#include <string>

namespace mysync::config {

/// Puts the password that the settled draft asks for into its configuration, with its source; adds
/// a problem when it cannot be had. With nothing asked for it is the systemd credential
/// `mysql_password` in `credentials_directory`, if there is one. A command is run only while the
/// draft has no problem.
void read_password(Draft& draft, std::string const& credentials_directory);

/// Warns about files that hold a password and that others can read.
void warn_about_readers(Draft& draft, std::set<std::string> const& readable_by_others);

} // namespace mysync::config
