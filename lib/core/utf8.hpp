#pragma once
// One character of UTF-8, for everybody who walks through text.

#include <cstddef>
#include <string_view>

namespace mysync {

/// The octets of the well-formed character that `bytes` begins with, 1 to 4; 0 when it begins with
/// anything else (overlong forms, surrogates and cut characters included) or is empty.
std::size_t utf8_size(std::string_view bytes) noexcept;

/// The beginning of well-formed `text`, at most `most` octets and no part of a character.
std::string_view cut_utf8(std::string_view text, std::size_t most) noexcept;

} // namespace mysync
