#include "bson/geo.hpp"

#include "bson/limits.hpp"

#include <array>
#include <bit>
#include <charconv>
#include <cstring>
#include <optional>
#include <utility>

namespace mysync::bson {

namespace {

enum Kind : std::uint32_t {
  point = 1,
  line_string,
  polygon,
  multi_point,
  multi_line_string,
  multi_polygon,
  collection
};

constexpr std::array<std::string_view, 8> names{
    "",           "Point",           "LineString",   "Polygon",
    "MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection"};

struct Header {
  std::uint32_t kind;
  bool swapped; ///< written in the other byte order than this machine's
};

class WkbReader {
public:
  WkbReader(std::string_view octets, Writer& out) : rest_(octets), out_(out) {}

  /// `levels`: how many documents and arrays there may still be within each other.
  template <class Name> GeoResult geometry(Name const& name, unsigned levels)
  {
    constexpr unsigned deepest = 5; // a MultiPolygon: itself, polygons, rings, points, coordinates
    if (levels < deepest) return GeoResult::too_deep;
    auto const header = take_header();
    if (!header) return GeoResult::malformed;
    auto const document = out_.begin_document(name);
    out_.text("type", names[header->kind]);
    auto const result = header->kind == collection ? geometries(*header, levels - 2)
                                                   : coordinates("coordinates", *header);
    out_.end(document);
    return result;
  }

  bool done() const { return rest_.empty(); }

private:
  std::optional<Header> take_header()
  {
    auto const order = take<std::uint8_t>(false);
    if (!order || *order > 1) return std::nullopt;
    bool const swapped = (*order == 1) != (std::endian::native == std::endian::little);
    auto const kind = take<std::uint32_t>(swapped);
    if (!kind || *kind < point || *kind > collection) return std::nullopt;
    return Header{*kind, swapped};
  }

  // `each(name)` for as many parts as a number says; their names are an array's.
  template <class Each> GeoResult parts(std::string_view name, bool swapped, Each const& each)
  {
    auto const count = take<std::uint32_t>(swapped);
    if (!count) return GeoResult::malformed;
    auto const array = out_.begin_array(name);
    for (std::uint32_t index = 0; index < *count; ++index) {
      if (out_.size() > largest_document) return GeoResult::too_large;
      std::array<char, 10> digits;
      auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), index).ptr;
      auto const result = each(std::string_view(digits.data(), end));
      if (result != GeoResult::written) return result;
    }
    out_.end(array);
    return GeoResult::written;
  }

  GeoResult geometries(Header const& header, unsigned levels)
  {
    return parts("geometries", header.swapped,
                 [&](std::string_view name) { return geometry(name, levels); });
  }

  GeoResult coordinates(std::string_view name, Header const& header)
  {
    auto const swapped = header.swapped;
    auto const positions = [&](std::string_view line) {
      return parts(line, swapped, [&](std::string_view at) { return position(at, swapped); });
    };
    switch (header.kind) {
    case point: return position(name, swapped);
    case line_string: return positions(name);
    case polygon: return parts(name, swapped, positions);
    // The parts of the others are geometries themselves, each with a header of its own.
    default:
      return parts(name, swapped, [&](std::string_view at) {
        constexpr std::uint32_t from_multiple_to_single = multi_point - point;
        auto const part = take_header();
        if (!part || part->kind != header.kind - from_multiple_to_single)
          return GeoResult::malformed;
        return coordinates(at, *part);
      });
    }
  }

  GeoResult position(std::string_view name, bool swapped)
  {
    auto const x = take<std::uint64_t>(swapped);
    auto const y = take<std::uint64_t>(swapped);
    if (!x || !y) return GeoResult::malformed;
    auto const array = out_.begin_array(name);
    out_.real("0", std::bit_cast<double>(*x));
    out_.real("1", std::bit_cast<double>(*y));
    out_.end(array);
    return GeoResult::written;
  }

  template <class Number> std::optional<Number> take(bool swapped)
  {
    std::array<char, sizeof(Number)> octets;
    if (rest_.size() < octets.size()) return std::nullopt;
    std::memcpy(octets.data(), rest_.data(), octets.size());
    rest_.remove_prefix(octets.size());
    if (swapped)
      for (std::size_t i = 0; i < octets.size() / 2; ++i)
        std::swap(octets[i], octets[octets.size() - 1 - i]);
    return std::bit_cast<Number>(octets);
  }

  std::string_view rest_;
  Writer& out_;
};

} // namespace

GeoResult write_geo_json(Field const& name, std::string_view wkb, Writer& out)
{
  WkbReader reader(wkb, out);
  auto const result = reader.geometry(name, most_levels - 1);
  return result == GeoResult::written && !reader.done() ? GeoResult::malformed : result;
}

} // namespace mysync::bson
