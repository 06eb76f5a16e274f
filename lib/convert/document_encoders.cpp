#include "bson/geo.hpp"
#include "convert/encoders.hpp"
#include "convert/parts.hpp"

#include <array>
#include <charconv>
#include <cstring>

namespace mysync::convert {

namespace {

Outcome outcome_of(bson::JsonResult result)
{
  switch (result) {
  case bson::JsonResult::written: return Outcome::written;
  case bson::JsonResult::malformed: return Outcome::malformed_json;
  case bson::JsonResult::not_utf8: return Outcome::not_utf8;
  case bson::JsonResult::bad_escape: return Outcome::bad_escape;
  case bson::JsonResult::too_deep: return Outcome::too_deep;
  case bson::JsonResult::inexact_number: return Outcome::inexact_number;
  case bson::JsonResult::nul_in_key: return Outcome::nul_in_key_of_json;
  case bson::JsonResult::too_large: return Outcome::too_large;
  }
  return Outcome::malformed_json;
}

Outcome outcome_of(bson::GeoResult result)
{
  switch (result) {
  case bson::GeoResult::written: return Outcome::written;
  case bson::GeoResult::malformed: return Outcome::malformed_geometry;
  case bson::GeoResult::too_deep: return Outcome::too_deep;
  case bson::GeoResult::too_large: return Outcome::too_large;
  }
  return Outcome::malformed_geometry;
}

} // namespace

Outcome encode_json(Encoder const& self, Cell const& cell, bson::Writer& out)
{
  return outcome_of(self.json->write(self.field, cell.bytes, out));
}

Outcome encode_geometry(Encoder const& self, Cell const& cell, bson::Writer& out)
{
  constexpr std::uint32_t wgs84 = 4326;
  std::uint32_t srid = 0; // little endian on the wire, as this machine is (see bson/writer.cpp)
  if (cell.bytes.size() < sizeof srid) return Outcome::malformed_geometry;
  std::memcpy(&srid, cell.bytes.data(), sizeof srid);
  auto const wkb = cell.bytes.substr(sizeof srid);
  if (srid == 0 || srid == wgs84) return outcome_of(bson::write_geo_json(self.field, wkb, out));
  out.binary(self.field, bson::Subtype::generic, wkb);
  return Outcome::written;
}

Outcome encode_vector(Encoder const& self, Cell const& cell, bson::Writer& out)
{
  if (cell.bytes.size() % sizeof(float) != 0) return Outcome::malformed_vector;
  auto const array = out.begin_array(self.field);
  for (std::size_t index = 0; index < cell.bytes.size() / sizeof(float); ++index) {
    float number = 0;
    std::memcpy(&number, cell.bytes.data() + index * sizeof number, sizeof number);
    std::array<char, 10> name;
    auto const name_end = std::to_chars(name.data(), name.data() + name.size(), index).ptr;
    out.real(std::string_view(name.data(), name_end), widened(number));
  }
  out.end(array);
  return Outcome::written;
}

} // namespace mysync::convert
