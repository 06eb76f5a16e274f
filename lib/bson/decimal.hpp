#pragma once
// Decimal text to Decimal128, exactly or not at all.

#include "bson/writer.hpp"

#include <optional>
#include <string_view>

namespace mysync::bson {

/// `-12.340`: an optional sign, digits, at most one point; at least one digit; `1.5e-7`: also an
/// exponent. Trailing zeros and the sign of zero are kept. Nothing when the text is something else,
/// or when its value has more than 34 significant digits; of zeros at the end of a longer text as
/// many are kept as fit.
std::optional<Decimal128> decimal128(std::string_view text) noexcept;

} // namespace mysync::bson
