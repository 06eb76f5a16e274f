#pragma once
// Two documents, value by value: whether they are the same, and where they are not.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace mysync::mongo {

/// Whether the same fields in another order are a difference.
enum class FieldOrder : std::uint8_t { ignored, compared };

/// A field that is not the same on both sides: its path (`meta.tags[0]`; `(order)` at the end when
/// only the order of the fields in it is another) and each side's value in canonical Extended JSON;
/// none: that side has no such field. Of a value of many kilobytes only the beginning, as a string.
struct FieldDifference {
  std::string field;
  std::optional<std::string> source, target;
};

/// True when both hold the same fields with the same types and the same values, octet by octet: an
/// int32 1 is no int64 1, 1.0 no 1.00. Their `_id`s are taken to be one.
bool same(std::span<std::uint8_t const> source, std::span<std::uint8_t const> target,
          FieldOrder order);

/// Where they differ, at most `most` places; empty when `same`. Throws Error (Fault::target) when
/// the octets are not BSON.
std::vector<FieldDifference> differences(std::span<std::uint8_t const> source,
                                         std::span<std::uint8_t const> target, FieldOrder order,
                                         std::size_t most);

/// The value of an element (type byte, name, value) in canonical Extended JSON.
std::string canonical_json(std::span<std::uint8_t const> element);

} // namespace mysync::mongo
