#pragma once
// A value of Extended JSON as a person writes it.

#include <string>

namespace mysync::report {

/// `{"$numberDecimal": "10.50"}` is `10.50`, `{"$date": …}` an ISO time, text in quotes; what has
/// no shorter form stays. Long ones are cut. Two values of other types may look alike.
std::string value_text(std::string const& extended_json);

} // namespace mysync::report
