#pragma once
// Standard output and standard error: results on the one, trouble on the other.

#include "core/error.hpp"
#include "core/log.hpp"

#include <cstdio>
#include <string>
#include <string_view>

namespace mysync::cmd {

struct Streams {
  std::FILE* out;
  std::FILE* err;
};

/// Takes the places of standard streams that the caller closed, so that no connection lands in one
/// and receives our words. Writing to such a standard output still fails.
void keep_standard_streams() noexcept;

/// Writes all of a result, to its end; false, with the reason in errno, when that is not possible:
/// a full disk, a closed pipe.
bool put(std::FILE* out, std::string_view text) noexcept;

/// What `complain` says.
std::string complaint(LogFormat format, char const* component, std::string_view message);

/// Says what went wrong: a line `mysync: …` for each line of `message` in text (an indented one
/// belongs to the line before and is left as it is), one record in JSON. No secrets, no control
/// characters.
void complain(std::FILE* err, LogFormat format, char const* component, std::string_view message);

/// The component that an error's fault points to, as log records name it.
char const* component_of(Fault fault) noexcept;

} // namespace mysync::cmd
