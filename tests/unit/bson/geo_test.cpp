#include "bson/geo.hpp"
#include "support/bson_text.hpp"

#include <catch2/catch.hpp>

#include <cstring>
#include <string>
#include <vector>

using namespace mysync::bson;
using mysync::test::bson_text;

namespace {

std::string octets(auto value, bool swapped)
{
  std::string out(sizeof value, '\0');
  std::memcpy(out.data(), &value, sizeof value);
  return swapped ? std::string(out.rbegin(), out.rend()) : out;
}

/// Well-known binary by hand, in one byte order.
struct Wkb {
  bool swapped = false;

  std::string header(std::uint32_t kind) const
  {
    return std::string(1, swapped ? '\0' : '\1') + octets(kind, swapped);
  }
  std::string count(std::uint32_t number) const { return octets(number, swapped); }
  std::string at(double x, double y) const { return octets(x, swapped) + octets(y, swapped); }
  std::string point(double x, double y) const { return header(1) + at(x, y); }
  std::string line() const { return count(2) + at(0, 0) + at(1, 2); }
  std::string rings() const { return count(1) + count(3) + at(0, 0) + at(1, 2) + at(0, 0); }
};

std::string written(std::string_view wkb)
{
  std::vector<std::uint8_t> out;
  Writer writer(out, 0);
  auto const document = writer.begin_document();
  switch (write_geo_json(Field("v"), wkb, writer)) {
  case GeoResult::malformed: return "malformed";
  case GeoResult::too_deep: return "too deep";
  case GeoResult::too_large: return "too large";
  case GeoResult::written: break;
  }
  writer.end(document);
  writer.finish();
  auto const all = bson_text(out);
  return all.substr(5, all.size() - 6);
}

std::string real(std::string const& number) { return R"({"$numberDouble":")" + number + "\"}"; }
std::string pair(std::string const& x, std::string const& y)
{
  return '[' + real(x) + ',' + real(y) + ']';
}
std::string geo(std::string const& type, std::string const& coordinates)
{
  return R"({"type":")" + type + R"(","coordinates":)" + coordinates + '}';
}

} // namespace

TEST_CASE("every type of geometry is its GeoJSON, in both byte orders")
{
  Wkb const wkb{GENERATE(false, true)};
  auto const line = '[' + pair("0.0", "0.0") + ',' + pair("1.0", "2.0") + ']';
  auto const rings =
      "[[" + pair("0.0", "0.0") + ',' + pair("1.0", "2.0") + ',' + pair("0.0", "0.0") + "]]";
  CHECK(written(wkb.point(13.5, -52.25)) == geo("Point", pair("13.5", "-52.25")));
  CHECK(written(wkb.header(2) + wkb.line()) == geo("LineString", line));
  CHECK(written(wkb.header(3) + wkb.rings()) == geo("Polygon", rings));
  CHECK(written(wkb.header(4) + wkb.count(2) + wkb.point(1, 2) + wkb.point(3, 4)) ==
        geo("MultiPoint", '[' + pair("1.0", "2.0") + ',' + pair("3.0", "4.0") + ']'));
  CHECK(written(wkb.header(5) + wkb.count(1) + wkb.header(2) + wkb.line()) ==
        geo("MultiLineString", '[' + line + ']'));
  CHECK(written(wkb.header(6) + wkb.count(1) + wkb.header(3) + wkb.rings()) ==
        geo("MultiPolygon", '[' + rings + ']'));
  CHECK(written(wkb.header(7) + wkb.count(2) + wkb.point(1, 2) + wkb.header(7) + wkb.count(0)) ==
        R"({"type":"GeometryCollection","geometries":[)" + geo("Point", pair("1.0", "2.0")) +
            R"(,{"type":"GeometryCollection","geometries":[]}]})");
}

TEST_CASE("a part may have a byte order of its own")
{
  Wkb const one{false}, other{true};
  CHECK(written(one.header(4) + one.count(1) + other.point(1, 2)) ==
        geo("MultiPoint", '[' + pair("1.0", "2.0") + ']'));
}

TEST_CASE("well-known binary that is cut or too long is malformed, wherever")
{
  Wkb const wkb;
  auto const whole = wkb.header(7) + wkb.count(3) + wkb.point(1, 2) + wkb.header(3) + wkb.rings() +
                     wkb.header(6) + wkb.count(1) + wkb.header(3) + wkb.rings();
  REQUIRE(written(whole).starts_with(R"({"type":"GeometryCollection")"));
  for (std::size_t size = 0; size < whole.size(); ++size)
    CHECK(written(whole.substr(0, size)) == "malformed");
  CHECK(written(whole + '\0') == "malformed");
}

TEST_CASE("what is no geometry of two dimensions is malformed")
{
  Wkb const wkb;
  CHECK(written(wkb.header(0) + wkb.at(1, 2)) == "malformed");
  CHECK(written(wkb.header(8) + wkb.at(1, 2)) == "malformed");
  CHECK(written(wkb.header(1001) + wkb.at(1, 2) + wkb.at(3, 4)) == "malformed");
  CHECK(written('\2' + wkb.point(1, 2).substr(1)) == "malformed");
  CHECK(written(wkb.header(2) + wkb.count(0xFFFFFFFF) + wkb.at(1, 2)) == "malformed");
  CHECK(written(wkb.header(4) + wkb.count(1) + wkb.header(2) + wkb.line()) == "malformed");
}

TEST_CASE("collections go to a hundred levels, and no document grows too large")
{
  Wkb const wkb;
  auto const nested = [&](int levels) {
    std::string out;
    for (int i = 0; i < levels; ++i) out += wkb.header(7) + wkb.count(1);
    return written(out + wkb.point(1, 2));
  };
  CHECK(nested(47).starts_with(R"({"type":"GeometryCollection")"));
  CHECK(nested(48) == "too deep");
  CHECK(nested(5000) == "too deep");
  constexpr std::uint32_t many = 600'000;
  std::string line = wkb.header(2) + wkb.count(many);
  for (std::uint32_t i = 0; i < many; ++i) line += wkb.at(1, 2);
  CHECK(written(line) == "too large");
}
