// JSON text to BSON against nlohmann: both take the same texts, bar what MongoDB cannot hold, and
// the values are the same.
#include "bson/json.hpp"
#include "fuzz/check.hpp"

#include <bson/bson.h>
#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace {

using mysync::bson::JsonResult;
using mysync::fuzz::check;
using nlohmann::json;

void compare(bson_iter_t const& have, json const& want);

void compare_parts(bson_iter_t const& have, json const& want)
{
  bson_iter_t part;
  check(bson_iter_recurse(&have, &part), "what should have parts has none");
  std::size_t count = 0;
  for (; bson_iter_next(&part); ++count) {
    std::string const name(bson_iter_key(&part), bson_iter_key_len(&part));
    if (want.is_array()) {
      check(name == std::to_string(count) && count < want.size(), "an element has another name");
      compare(part, want[count]);
    } else {
      auto const found = want.find(name);
      check(found != want.end(), "a key is not in the text");
      compare(part, *found);
    }
  }
  check(count == want.size(), "keys or elements are missing or doubled");
}

// nlohmann has only doubles beyond 64 bits; that the digits are kept is for the unit tests and the
// decimal's fuzzer.
void compare_number(bson_iter_t const& have, json const& want)
{
  if (BSON_ITER_HOLDS_INT32(&have) || BSON_ITER_HOLDS_INT64(&have)) {
    check(want.is_number_integer() && bson_iter_as_int64(&have) == want.get<std::int64_t>() &&
              !(want.is_number_unsigned() && want.get<std::uint64_t>() > INT64_MAX),
          "an integer has another value");
  } else if (BSON_ITER_HOLDS_DOUBLE(&have)) {
    check(want.is_number() && bson_iter_double(&have) == want.get<double>(),
          "a double has another value");
  } else {
    check(BSON_ITER_HOLDS_DECIMAL128(&have) && want.is_number(), "a number is none");
  }
}

void compare(bson_iter_t const& have, json const& want)
{
  switch (want.type()) {
  case json::value_t::null: return check(BSON_ITER_HOLDS_NULL(&have), "null is not null");
  case json::value_t::boolean:
    return check(BSON_ITER_HOLDS_BOOL(&have) && bson_iter_bool(&have) == want.get<bool>(),
                 "a bool is another");
  case json::value_t::string: {
    std::uint32_t size = 0;
    check(BSON_ITER_HOLDS_UTF8(&have), "text is none");
    auto const* const text = bson_iter_utf8(&have, &size);
    return check(std::string_view(text, size) == want.get_ref<std::string const&>(),
                 "text is another");
  }
  case json::value_t::array:
    check(BSON_ITER_HOLDS_ARRAY(&have), "an array is none");
    return compare_parts(have, want);
  case json::value_t::object:
    check(BSON_ITER_HOLDS_DOCUMENT(&have), "an object is none");
    return compare_parts(have, want);
  default: return compare_number(have, want);
  }
}

bool is_a_limit_of_mongodb(JsonResult result)
{
  return result == JsonResult::too_deep || result == JsonResult::inexact_number ||
         result == JsonResult::nul_in_key || result == JsonResult::too_large;
}

// Discarded when it is no JSON; nothing when nlohmann cannot tell.
std::optional<json> opinion(std::string_view text)
{
  // A NUL is the end of the text to nlohmann, and JSON nowhere.
  if (text.find('\0') != std::string_view::npos) return json(json::value_t::discarded);
  try {
    return json::parse(text);
  } catch (json::parse_error const&) {
    return json(json::value_t::discarded);
  } catch (json::out_of_range const&) { // a number beyond a double's range
    return std::nullopt;
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
  static mysync::bson::Json reader; // kept, as it is from row to row
  auto const text = mysync::fuzz::view(data, size);
  auto result = JsonResult::malformed;
  auto const octets = mysync::fuzz::document([&](mysync::bson::Writer& out) {
    result = reader.write(mysync::bson::Field("v"), text, out);
  });
  if (is_a_limit_of_mongodb(result)) return 0;
  auto const want = opinion(text);
  if (!want) return 0;
  check(want->is_discarded() != (result == JsonResult::written), "only one of us takes the text");
  if (result != JsonResult::written) return 0;
  bson_t owner;
  compare(mysync::fuzz::first_field(owner, octets), *want);
  return 0;
}
