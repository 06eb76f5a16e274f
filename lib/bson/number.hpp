#pragma once
// Decimal text to the BSON number that has exactly its value.

#include "bson/decimal.hpp"
#include "bson/writer.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

namespace mysync::bson {

/// The double whose shortest decimal has the value of `text`: 1.50 is 1.5, and 0.1 is 0.1, but
/// 9007199254740993 is none. `text`: digits with an optional minus, point and exponent; nothing for
/// anything else.
std::optional<double> exact_double(std::string_view text) noexcept;

/// True for a number as RFC 8259 writes it.
bool is_json_number(std::string_view text) noexcept;

/// Monostate: no number of JSON, or one that no BSON type holds.
using Number = std::variant<std::monostate, std::int32_t, std::int64_t, double, Decimal128>;

/// The number a JSON literal is. Digits alone are int32, int64 or, beyond, Decimal128; all others
/// a double where `exact_double` has one, else Decimal128. -0 is a double, which alone keeps it.
Number json_number(std::string_view literal) noexcept;

} // namespace mysync::bson
