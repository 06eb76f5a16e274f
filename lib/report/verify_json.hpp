#pragma once
// A verification as JSON: a contract, whose fields are added to, never changed.

#include "sync/verify.hpp"

#include <string>

namespace mysync::report {

/// One document, indented, with a line end. Values are in canonical Extended JSON; a field that one
/// side does not have has no value of that side (null is BSON's null).
std::string verify_json(sync::Verification const& result);

} // namespace mysync::report
