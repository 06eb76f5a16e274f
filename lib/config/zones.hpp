#pragma once
// The names of time zones.

#include <optional>
#include <string>
#include <string_view>

namespace mysync::config {

/// Nothing when `zone` is "UTC", an offset from -14:00 to +14:00 such as `+05:30`, or a name in the
/// machine's time zone database; else why it is not, with the nearest name.
std::optional<std::string> zone_complaint(std::string_view zone);

} // namespace mysync::config
