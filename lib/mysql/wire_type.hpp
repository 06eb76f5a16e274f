#pragma once
// How a column's values travel in the binary protocol.

#include "core/schema.hpp"
#include "mysql/client.hpp"

namespace mysync::mysql {

/// Whether the server sends `field` as the type that `column` was declared with when the catalogue
/// was read. An unknown type may travel as anything.
bool has_wire_type(Column const& column, MYSQL_FIELD const& field) noexcept;

} // namespace mysync::mysql
