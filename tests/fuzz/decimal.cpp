// Decimal text to Decimal128 against libbson: both take the same texts, and make the same bits of
// them.
#include "bson/decimal.hpp"
#include "fuzz/check.hpp"

#include <bson/bson.h>

#include <algorithm>
#include <string>

namespace {

using mysync::fuzz::check;

// libbson knows more words (Infinity, NaN), reads an exponent of many digits as another, and is no
// judge of long texts with a point or with zeros in front: it counts those as digits, so that of
// 0190…05 it drops the 5.
bool can_be_compared(std::string_view text)
{
  constexpr std::size_t most_of_exponent = 6, most_digits = 34;
  auto const mark = std::min(text.find_first_of("eE"), text.size());
  auto const mantissa = text.substr(0, mark);
  auto const first = mantissa.find_first_of("0123456789");
  if (first == std::string_view::npos) return false;
  bool const plain = mantissa[first] != '0' && mantissa.find('.') == std::string_view::npos;
  if (mantissa.size() > most_digits && !plain) return false;
  return text.find_first_not_of("0123456789.eE+-") == std::string_view::npos &&
         text.size() - mark <= most_of_exponent;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
  std::string const text(mysync::fuzz::view(data, size));
  auto const ours = mysync::bson::decimal128(text);
  bson_decimal128_t theirs{};
  if (!can_be_compared(text)) return 0;
  bool const taken = bson_decimal128_from_string(text.c_str(), &theirs);
  check(ours.has_value() == taken, "only one of us takes the text");
  if (!ours) return 0;
  check(ours->low == theirs.low && ours->high == theirs.high, "libbson makes other bits of it");
  char shown[BSON_DECIMAL128_STRING];
  bson_decimal128_to_string(&theirs, static_cast<char*>(shown));
  check(mysync::bson::decimal128(static_cast<char const*>(shown)) == ours,
        "its text is another decimal");
  return 0;
}
