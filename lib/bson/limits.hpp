#pragma once
// What MongoDB takes at most.

#include <cstddef>

namespace mysync::bson {

constexpr std::size_t largest_document = 16U << 20U; ///< in octets, itself allowed
/// Documents and arrays within each other, the outermost document included.
constexpr unsigned most_levels = 100;

} // namespace mysync::bson
