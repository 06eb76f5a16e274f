#pragma once
// When two `_id`s are one to the server.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace mysync::mongo {

/// Appends octets that are equal for two `_id` elements (type byte, name, value) exactly when the
/// server takes both for the same `_id`: whole numbers and decimals by their value, whatever their
/// type (an INT column that became BIGINT keeps its documents), everything else by type and octets,
/// a subdocument field by field. Throws Error (Fault::target) when the octets are not BSON.
void append_comparable(std::span<std::uint8_t const> id_element, std::vector<std::uint8_t>& out);
/// The same octets by themselves, as a key of sets and maps.
std::string comparable(std::span<std::uint8_t const> id_element);

} // namespace mysync::mongo
