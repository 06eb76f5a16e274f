#pragma once
// What a new session is told, so that neither the server's configuration nor an init_connect can
// change, cut or delay what is read.

#include "mysql/session.hpp"

#include <string>
#include <vector>

namespace mysync::mysql {

/// 80036 for `8.0.36`, 101106 for `10.11.6-MariaDB-log`; 0 when it does not look like a version.
unsigned version_number(std::string_view version) noexcept;

/// The statements to run, in order.
std::vector<std::string> session_settings(ServerInfo const& server);

} // namespace mysync::mysql
