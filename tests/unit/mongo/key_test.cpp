#include "mongo/key.hpp"

#include "mongo/handle.hpp"

#include <catch2/catch.hpp>

#include <functional>

using namespace mysync;
using Kind = PositionValue::Kind;

namespace {

using Octets = std::vector<std::uint8_t>;
/// Takes the owner: a bson_t loses its alignment as a template argument.
using Write = std::function<void(mongo::Bson const&)>;

/// The octets of the only element of { _id: … }.
Octets element(Write const& write)
{
  mongo::Bson const document;
  write(document);
  auto const* const data = bson_get_data(document.get());
  return {data + sizeof(std::int32_t), data + document.get()->len - 1};
}

Column typed(ColumnType type, unsigned scale = 0)
{
  Column column;
  column.type = type;
  column.scale = scale;
  return column;
}

Write int32(std::int32_t value)
{
  return [=](mongo::Bson const& out) { BSON_APPEND_INT32(out.get(), "_id", value); };
}
Write int64(std::int64_t value)
{
  return [=](mongo::Bson const& out) { BSON_APPEND_INT64(out.get(), "_id", value); };
}
Write text(std::string value)
{
  return [=](mongo::Bson const& out) {
    bson_append_utf8(out.get(), "_id", -1, value.data(), static_cast<int>(value.size()));
  };
}
Write binary(std::string value, bson_subtype_t subtype = BSON_SUBTYPE_BINARY)
{
  return [=](mongo::Bson const& out) {
    bson_append_binary(out.get(), "_id", -1, subtype,
                       reinterpret_cast<std::uint8_t const*>(value.data()),
                       static_cast<std::uint32_t>(value.size()));
  };
}
Write real(double value)
{
  return [=](mongo::Bson const& out) { BSON_APPEND_DOUBLE(out.get(), "_id", value); };
}
Write date(std::int64_t milliseconds)
{
  return [=](mongo::Bson const& out) { BSON_APPEND_DATE_TIME(out.get(), "_id", milliseconds); };
}
Write boolean(bool value)
{
  return [=](mongo::Bson const& out) { BSON_APPEND_BOOL(out.get(), "_id", value); };
}
Write decimal(char const* value)
{
  return [=](mongo::Bson const& out) {
    bson_decimal128_t number;
    REQUIRE(bson_decimal128_from_string(value, &number));
    BSON_APPEND_DECIMAL128(out.get(), "_id", &number);
  };
}
Write null()
{
  return [](mongo::Bson const& out) { BSON_APPEND_NULL(out.get(), "_id"); };
}
/// { _id: { … } }
Write compound(Write const& fields)
{
  return [=](mongo::Bson const& out) {
    mongo::Bson const inner;
    fields(inner);
    BSON_APPEND_DOCUMENT(out.get(), "_id", inner.get());
  };
}

std::optional<Position> key(Write const& write, Column const& column)
{
  return mongo::key_of(element(write), {&column});
}

constexpr std::int64_t noon = 1'767'355'200'000; // 2026-01-02 12:00:00 UTC
constexpr std::int64_t midnight = 1'767'312'000'000;
std::string const uuid_octets("\x01\x23\x45\x67\x89\xab\xcd\xef\x01\x23\x45\x67\x89\xab\xcd\xef",
                              16);

} // namespace

TEST_CASE("an _id reads back as the key's value, for every type a key can have")
{
  struct Example {
    Column column;
    Write write;
    PositionValue value;
  };
  auto const as_text = [](char const* value) { return PositionValue{Kind::text, value}; };
  auto const as_bytes = [](std::string value) {
    return PositionValue{Kind::bytes, std::move(value)};
  };
  std::string const zeros("\0\1", 2);
  for (auto const& [column, write, value] : std::vector<Example>{
           {typed(ColumnType::tiny_int), int32(-5), as_text("-5")},
           {typed(ColumnType::small_int), int32(5), as_text("5")},
           {typed(ColumnType::medium_int), int32(5), as_text("5")},
           {typed(ColumnType::integer), int32(-2'147'483'648), as_text("-2147483648")},
           {typed(ColumnType::integer), int64(4'294'967'295), as_text("4294967295")},
           {typed(ColumnType::big_int), int64(INT64_MIN), as_text("-9223372036854775808")},
           {typed(ColumnType::year), int32(2026), as_text("2026")},
           {typed(ColumnType::decimal, 2), decimal("-12.340"), as_text("-12.340")},
           {typed(ColumnType::decimal), decimal("12345678901234567890123456789012"),
            as_text("12345678901234567890123456789012")},
           {typed(ColumnType::real_float), real(0.1), as_text("0.1")},
           {typed(ColumnType::real_double), real(0.1), as_text("0.1")},
           {typed(ColumnType::real_double), real(1e300), as_text("1e+300")},
           {typed(ColumnType::bit), boolean(true), as_text("1")},
           {typed(ColumnType::bit), boolean(false), as_text("0")},
           {typed(ColumnType::bit), int64(255), as_text("255")},
           {typed(ColumnType::bit), binary(std::string(8, '\xff')),
            as_text("18446744073709551615")},
           {typed(ColumnType::date), date(midnight), as_text("2026-01-02")},
           {typed(ColumnType::date), date(-86'400'000), as_text("1969-12-31")},
           {typed(ColumnType::date_time), date(noon), as_text("2026-01-02 12:00:00")},
           {typed(ColumnType::date_time, 3), date(noon + 7), as_text("2026-01-02 12:00:00.007")},
           {typed(ColumnType::date_time, 3), date(-1), as_text("1969-12-31 23:59:59.999")},
           {typed(ColumnType::date_time, 6), text("2026-01-02 12:00:00.000007"),
            as_text("2026-01-02 12:00:00.000007")},
           {typed(ColumnType::timestamp, 1), date(noon + 900), as_text("2026-01-02 12:00:00.9")},
           {typed(ColumnType::time), text("-838:59:59"), as_text("-838:59:59")},
           {typed(ColumnType::fixed_text), text("ab"), as_text("ab")},
           {typed(ColumnType::text), text("déjà"), as_text("déjà")},
           {typed(ColumnType::text), text(""), as_text("")},
           {typed(ColumnType::enumeration), text("red"), as_text("red")},
           {typed(ColumnType::set), text("a,b"), as_text("a,b")},
           {typed(ColumnType::inet4), text("10.0.0.1"), as_text("10.0.0.1")},
           {typed(ColumnType::inet6), text("::1"), as_text("::1")},
           {typed(ColumnType::fixed_binary), binary(zeros), as_bytes(zeros)},
           {typed(ColumnType::binary), binary(""), as_bytes("")},
           {typed(ColumnType::uuid), binary(uuid_octets, BSON_SUBTYPE_UUID),
            as_text("01234567-89ab-cdef-0123-456789abcdef")},
       }) {
    CAPTURE(static_cast<int>(column.type), column.scale, value.value);
    CHECK(key(write, column) == Position{value});
  }
}

TEST_CASE("an _id that mysync never makes of such a column is nobody's key")
{
  auto natural = typed(ColumnType::big_int);
  natural.is_unsigned = true;
  struct Example {
    Column column;
    Write write;
  };
  for (auto const& [column, write] : std::vector<Example>{
           {typed(ColumnType::integer), text("5")},
           {typed(ColumnType::integer), real(5)},
           {typed(ColumnType::integer), null()},
           {typed(ColumnType::integer), boolean(true)},
           {typed(ColumnType::integer), decimal("5")},
           {typed(ColumnType::integer), compound([](mongo::Bson const&) {})},
           {natural, int64(-5)}, // could not even be bound
           {typed(ColumnType::text), int32(5)},
           {typed(ColumnType::text), binary("ab")},
           {typed(ColumnType::text), null()},
           {typed(ColumnType::binary), text("ab")},
           {typed(ColumnType::decimal), int32(5)},
           {typed(ColumnType::decimal), text("5")},
           {typed(ColumnType::real_double), int32(5)},
           {typed(ColumnType::date), text("2026-01-02")},
           {typed(ColumnType::date), date(noon)},                      // a DATE is midnight
           {typed(ColumnType::date), date(400'000'000'000'000)},       // the year 14645
           {typed(ColumnType::date_time), date(noon + 1)},             // no fraction digits
           {typed(ColumnType::date_time), date(-100'000'000'000'000)}, // before year 0
           {typed(ColumnType::date_time, 3), int64(noon)},
           {typed(ColumnType::date_time, 6), text("yesterday")}, // could not even be bound
           {typed(ColumnType::time), date(noon)},
           {typed(ColumnType::time), text("noon")},
           {typed(ColumnType::bit), text("1")},
           {typed(ColumnType::uuid), binary("short", BSON_SUBTYPE_UUID)},
           {typed(ColumnType::uuid), text("01234567-89ab-cdef-0123-456789abcdef")},
           {typed(ColumnType::enumeration), int32(1)},
       }) {
    CAPTURE(static_cast<int>(column.type), column.scale);
    CHECK_FALSE(key(write, column));
  }
}

TEST_CASE("a compound _id gives one value for each column, in order")
{
  auto const shop = typed(ColumnType::integer);
  auto const code = typed(ColumnType::text);
  auto const both = element(compound([](mongo::Bson const& out) {
    BSON_APPEND_INT32(out.get(), "shop", 3);
    BSON_APPEND_UTF8(out.get(), "code", "ab");
  }));
  CHECK(mongo::key_of(both, {&shop, &code}) == Position{{Kind::text, "3"}, {Kind::text, "ab"}});
  CHECK_FALSE(mongo::key_of(both, {&code, &shop}));
  CHECK_FALSE(mongo::key_of(both, {&shop}));
}

TEST_CASE("a compound _id with fewer or more values than the key is nobody's key")
{
  auto const number = typed(ColumnType::integer);
  for (int const values : {0, 1, 2, 3}) {
    auto const id = element(compound([&](mongo::Bson const& out) {
      for (int i = 0; i < values; ++i) BSON_APPEND_INT32(out.get(), std::to_string(i).c_str(), i);
    }));
    CAPTURE(values);
    CHECK(mongo::key_of(id, {&number, &number}).has_value() == (values == 2));
  }
  CHECK_FALSE(mongo::key_of(element(int32(5)), {&number, &number}));
}
