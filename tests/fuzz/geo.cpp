// Well-known binary to GeoJSON and back: written again with the byte orders of the input it is the
// input.
#include "bson/geo.hpp"
#include "fuzz/check.hpp"

#include <bson/bson.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <string>

namespace {

using mysync::bson::GeoResult;
using mysync::fuzz::check;

constexpr std::array<std::string_view, 8> names{
    "",           "Point",           "LineString",   "Polygon",
    "MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection"};

class Back {
public:
  explicit Back(std::string_view input) : input_(input) {}

  std::string const& octets() const { return out_; }

  void geometry(bson_iter_t const& document)
  {
    bson_iter_t at;
    check(bson_iter_recurse(&document, &at) && bson_iter_next(&at) && BSON_ITER_HOLDS_UTF8(&at),
          "no type");
    auto const kind =
        std::ranges::find(names, std::string_view(bson_iter_utf8(&at, nullptr))) - names.begin();
    check(kind > 0 && kind < 8 && bson_iter_next(&at),
          "a type that there is not, or nothing behind it");
    begin(static_cast<std::uint32_t>(kind));
    bool const collection = kind == 7;
    check(bson_iter_key(&at) == std::string_view(collection ? "geometries" : "coordinates"),
          "another field");
    if (collection)
      parts(at, [this](bson_iter_t const& part) { geometry(part); });
    else
      coordinates(at, static_cast<std::uint32_t>(kind));
    check(!bson_iter_next(&at), "there is more than a geometry");
  }

private:
  // The byte order of what follows is the input's own.
  void begin(std::uint32_t kind)
  {
    check(out_.size() < input_.size(), "there is more than the input had");
    out_ += input_[out_.size()];
    swapped_ = (out_.back() == 1) != (std::endian::native == std::endian::little);
    put(kind);
  }

  void coordinates(bson_iter_t const& array, std::uint32_t kind)
  {
    auto const position = [this](bson_iter_t const& part) { point(part); };
    auto const line = [this, &position](bson_iter_t const& part) { parts(part, position); };
    switch (kind) {
    case 1: return point(array);
    case 2: return parts(array, position);
    case 3: return parts(array, line);
    default:
      return parts(array, [this, kind](bson_iter_t const& part) {
        begin(kind - 3);
        coordinates(part, kind - 3);
      });
    }
  }

  template <class Each> void parts(bson_iter_t const& array, Each const& each)
  {
    bson_iter_t part;
    check(BSON_ITER_HOLDS_ARRAY(&array) && bson_iter_recurse(&array, &part), "no array");
    std::uint32_t count = 0;
    for (auto ahead = part; bson_iter_next(&ahead);) ++count;
    put(count);
    while (bson_iter_next(&part)) each(part);
  }

  void point(bson_iter_t const& array)
  {
    bson_iter_t part;
    check(BSON_ITER_HOLDS_ARRAY(&array) && bson_iter_recurse(&array, &part), "no position");
    for (unsigned i = 0; i < 2; ++i) {
      check(bson_iter_next(&part) && BSON_ITER_HOLDS_DOUBLE(&part), "no coordinate");
      put(std::bit_cast<std::uint64_t>(bson_iter_double(&part)));
    }
    check(!bson_iter_next(&part), "more than two coordinates");
  }

  void put(auto number)
  {
    std::array<char, sizeof number> octets;
    std::memcpy(octets.data(), &number, octets.size());
    if (swapped_) std::ranges::reverse(octets);
    out_.append(octets.data(), octets.size());
  }

  std::string_view input_;
  std::string out_;
  bool swapped_ = false;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
  auto const wkb = mysync::fuzz::view(data, size);
  auto result = GeoResult::malformed;
  auto const octets = mysync::fuzz::document([&](mysync::bson::Writer& out) {
    result = mysync::bson::write_geo_json(mysync::bson::Field("v"), wkb, out);
  });
  if (result != GeoResult::written) return 0;
  bson_t owner;
  Back back(wkb);
  back.geometry(mysync::fuzz::first_field(owner, octets));
  check(back.octets() == wkb, "written again it is not the input");
  return 0;
}
