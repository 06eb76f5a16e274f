#pragma once
// The one door through which libmongoc's errors enter.

#include "core/error.hpp"
#include "mongo/client.hpp"

#include <cstdint>
#include <string>

namespace mysync::mongo {

/// Whether the server's code says that the same command may succeed later: elections, shutdowns,
/// interruptions (MongoDB's list of retryable errors), and write conflicts.
bool is_transient_code(std::int32_t code) noexcept;

/// Whether the error is one of the network or of server selection, or carries such a code.
bool is_transient(bson_error_t const& error) noexcept;

/// Whether the target refused the user or the password.
bool is_access_denied(bson_error_t const& error) noexcept;

/// `<doing>: <what the server said> (code)`; passwords of URIs scrubbed. Fault::target.
Error target_error(std::string const& doing, bson_error_t const& error);

} // namespace mysync::mongo
