#pragma once
// What this program calls itself, in --version and in the audit trail.

namespace mysync::sync {

/// "0.1.0".
char const* program_version() noexcept;

} // namespace mysync::sync
