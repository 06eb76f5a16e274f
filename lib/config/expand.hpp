#pragma once
// `${VAR}` in the texts of a configuration.

#include "config/draft.hpp"

#include <string>
#include <string_view>
#include <variant>

namespace mysync::config {

/// `text` with every `${VAR}` replaced by the variable's value, and `${VAR:-default}` by the
/// default when the variable is not set or empty. `$${` is `${` itself; any other `$` is itself. A
/// variable without value and default, or something that is no variable, is a complaint; it quotes
/// nothing but the variable's name.
std::variant<std::string, Complaint> expanded(std::string_view text, Variables const& variables);

/// The same for every text in the tree, in place; keys are left alone. A text with a NUL, or that
/// is not UTF-8 any more, is a problem too. What has a problem is marked as broken.
void expand(Node& node, Variables const& variables, Problems& problems);

} // namespace mysync::config
