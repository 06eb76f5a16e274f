#pragma once
// What a MongoDB URI says, as far as it decides whether we accept it. Nothing here returns a part
// of it that could hold a secret.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mysync::config {

/// Why the driver could not even begin with it, or nothing. What it accepts is the driver's to
/// judge.
std::optional<std::string> uri_complaint(std::string_view uri);

/// The options in it that give up what mysync promises, as `w=0` or `tlsInsecure=true`.
std::vector<std::string> insecure_options(std::string_view uri);

/// Whether both name the same servers and say the same, but for the user and the password.
bool same_but_for_userinfo(std::string_view one, std::string_view other);

} // namespace mysync::config
