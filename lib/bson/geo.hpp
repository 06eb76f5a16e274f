#pragma once
// Well-known binary (OGC 06-103r4) into GeoJSON (RFC 7946).

#include "bson/writer.hpp"

#include <cstdint>
#include <string_view>

namespace mysync::bson {

enum class GeoResult : std::uint8_t { written, malformed, too_deep, too_large };

/// Writes the geometry as the field `name` of the outermost document: `{type, coordinates}`, or
/// `{type, geometries}` of a collection; the first coordinate stays the first. Both byte orders,
/// the seven types of two dimensions, nothing behind the geometry. Rings and lines are not judged.
/// Of anything but `written` a part of the value is left in `out`.
GeoResult write_geo_json(Field const& name, std::string_view wkb, Writer& out);

} // namespace mysync::bson
