#pragma once
// How a column is asked for so that what the server cannot turn into UTF-8 shows. The server itself
// sends `?` for it, without an error.

#include "core/schema.hpp"

#include <string>

namespace mysync::mysql {

/// SQL: the column as a cell. Text that cannot be converted arrives as octets that are no UTF-8,
/// or, of character sets other than Unicode's, with U+FFFD at its end.
std::string selected(Column const& column);

/// True for text that `selected` makes octets of, so that the server converts nothing on its way.
bool arrives_as_octets(Column const& column) noexcept;

} // namespace mysync::mysql
